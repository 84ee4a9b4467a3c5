package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which registers are needed at the start of each reachable block. Each use is followed up the predecessors until the
 * register's definition, so that time and memory are those of the answer: Boissinot et al., "Computing Liveness Sets for
 * SSA-Form Programs" (2011), section 4. A block's parameters are defined at its start, and are not among what it needs;
 * the arguments of an edge are used at the end of the block it comes from. Registers that nothing assigns are passed over.
 */
public final class Liveness extends Uses {
    private static final int NONE = -1;

    private final Cfg cfg;
    private final int[] definedIn;
    /** By position in reverse postorder. */
    private final List<List<Reg>> liveIn;
    /** Uses outside of the defining block, as chains: by register the last, by use the one before. */
    private final int[] lastUse;

    private int[] useBlock = new int[64];
    private int[] useBefore = new int[64];
    private int uses;
    private int current;
    private final Reg[] registers;

    public Liveness(IrFunction function, Cfg cfg) {
        this.cfg = cfg;
        int count = function.registerCount();
        definedIn = new int[count];
        registers = new Reg[count];
        lastUse = new int[count];
        Arrays.fill(definedIn, NONE);
        Arrays.fill(lastUse, NONE);
        liveIn = new ArrayList<>();
        for (Reg parameter : function.parameters()) {
            define(parameter, 0);
        }
        List<Block> order = cfg.reversePostorder();
        for (int i = 0; i < order.size(); i++) {
            liveIn.add(new ArrayList<>(4));
            for (Reg parameter : order.get(i).parameters()) {
                define(parameter, i);
            }
            for (Inst inst : order.get(i).instructions()) {
                Reg result = inst.result();
                if (result != null) {
                    define(result, i);
                }
            }
        }
        for (current = 0; current < order.size(); current++) {
            for (Inst inst : order.get(current).instructions()) {
                visit(inst);
            }
            visit(order.get(current).terminator());
        }
        for (int i = 0; i < count; i++) {
            if (lastUse[i] != NONE) {
                follow(registers[i]);
            }
        }
    }

    private void define(Reg register, int block) {
        definedIn[register.id()] = block;
        registers[register.id()] = register;
    }

    @Override
    protected void use(Operand operand) {
        if (!(operand instanceof Reg register)
                || definedIn[register.id()] == current
                || definedIn[register.id()] == NONE) {
            return;
        }
        int last = lastUse[register.id()];
        if (last != NONE && useBlock[last] == current) {
            return;
        }
        if (uses == useBlock.length) {
            useBlock = Arrays.copyOf(useBlock, uses * 2);
            useBefore = Arrays.copyOf(useBefore, uses * 2);
        }
        useBlock[uses] = current;
        useBefore[uses] = last;
        lastUse[register.id()] = uses++;
    }

    private void follow(Reg register) {
        int[] open = new int[8];
        int count = 0;
        for (int use = lastUse[register.id()]; use != NONE; use = useBefore[use]) {
            open[0] = useBlock[use];
            count = 1;
            while (count > 0) {
                int at = open[--count];
                List<Reg> live = liveIn.get(at);
                // Registers come one after the other: if this one is in the list, it is the last.
                if (at == definedIn[register.id()] || !live.isEmpty() && live.getLast() == register) {
                    continue;
                }
                live.add(register);
                for (Block predecessor : cfg.predecessors(cfg.reversePostorder().get(at))) {
                    if (count == open.length) {
                        open = Arrays.copyOf(open, count * 2);
                    }
                    open[count++] = cfg.index(predecessor);
                }
            }
        }
    }

    /** The registers defined before a block and used in it or after it, by number. */
    public List<Reg> liveIn(Block block) {
        return liveIn.get(cfg.index(block));
    }

    /** Adds the registers needed after a block: those that its successors need; some may come twice. */
    public void addLiveOut(Block block, List<Reg> to) {
        for (int i = 0; i < block.terminator().edgeCount(); i++) {
            Edge edge = block.terminator().edge(i);
            to.addAll(liveIn(edge.target()));
        }
    }
}
