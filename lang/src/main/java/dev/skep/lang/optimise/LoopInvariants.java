package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Loops;
import dev.skep.lang.ir.Loops.Loop;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes before a loop what is the same each time round: arithmetic, fields of the event, and helpers that answer the same
 * all through one run. Only what every round comes past is taken out, so that nothing is computed more often than before,
 * but for loops that end before their first round.
 *
 * <pre>
 * b0: goto b1(0)                                →  b0: %2 = call get_current_pid_tgid()
 * b1(%1): %2 = call get_current_pid_tgid()             goto b1(0)
 *     %3 = %1 + 1                                  b1(%1): %3 = %1 + 1
 *     if %3 u< %2 then b1(%3) else b2                  if %3 u< %2 then b1(%3) else b2
 * </pre>
 *
 * Addresses stay where they are: those of slots and maps cost nothing, and others may be computed only behind the check
 * that they are not 0. So do loads and look-ups, whose results may change.
 */
final class LoopInvariants implements Pass {
    @Override
    public String name() {
        return "loop-invariants";
    }

    @Override
    public int interests() {
        return VALUES | EDGES;
    }

    @Override
    public int run(IrFunction function) {
        Cfg cfg = Cfg.of(function);
        List<Loop> loops = Loops.of(cfg);
        if (loops.isEmpty()) {
            return 0;
        }
        Hoisting hoisting = new Hoisting(function, cfg);
        int changes = 0;
        for (Loop loop : loops) {
            changes |= hoisting.run(loop);
        }
        return changes;
    }

    private static final class Hoisting extends Uses {
        private final IrFunction function;
        private final Cfg cfg;
        private final AddressParts addressParts;
        /** By register: the number of the block that assigns it; -1 for the function's parameters. */
        private final int[] definedIn;

        private BitSet members = new BitSet();
        private boolean isInvariant;

        private Hoisting(IrFunction function, Cfg cfg) {
            this.function = function;
            this.cfg = cfg;
            addressParts = new AddressParts(function);
            definedIn = new int[function.registerCount()];
            for (Reg parameter : function.parameters()) {
                definedIn[parameter.id()] = -1;
            }
            for (Block block : cfg.reversePostorder()) {
                for (Reg parameter : block.parameters()) {
                    definedIn[parameter.id()] = block.id();
                }
                for (Inst inst : block.instructions()) {
                    if (inst.result() instanceof Reg result) {
                        definedIn[result.id()] = block.id();
                    }
                }
            }
        }

        private int run(Loop loop) {
            Block entry = entry(loop);
            if (entry == null) {
                return 0;
            }
            members = loop.members();
            List<Inst> hoisted = new ArrayList<>(0);
            // Those that dominate a latch lie on one way up the tree: from there down, assignments come before uses.
            List<Block> way = new ArrayList<>();
            for (Block each = common(loop);
                    each != loop.header();
                    each = cfg.dominators().immediate(each)) {
                way.add(each);
            }
            way.add(loop.header());
            for (int i = way.size() - 1; i >= 0; i--) {
                take(way.get(i), entry, hoisted);
            }
            if (hoisted.isEmpty()) {
                return 0;
            }
            if (entry.terminator() instanceof Jump) {
                entry.instructions().addAll(hoisted);
                return VALUES;
            }
            Block before = function.newBlock();
            before.instructions().addAll(hoisted);
            lead(entry, before, loop.header());
            return VALUES | EDGES;
        }

        /** The block from which the loop is entered, if there is one only. */
        private @Nullable Block entry(Loop loop) {
            Block entry = null;
            for (Block from : cfg.predecessors(loop.header())) {
                if (!loop.contains(from)) {
                    if (entry != null) {
                        return null;
                    }
                    entry = from;
                }
            }
            return entry;
        }

        /** The last block that every round comes past. */
        private Block common(Loop loop) {
            Block common = loop.latches().getFirst();
            for (Block latch : loop.latches()) {
                common = cfg.dominators().common(common, latch);
            }
            return common;
        }

        private void take(Block block, Block entry, List<Inst> hoisted) {
            List<Inst> kept = new ArrayList<>(block.instructions().size());
            for (Inst inst : block.instructions()) {
                if (isWorthwhile(inst) && isInvariant(inst)) {
                    hoisted.add(inst);
                    definedIn[((Inst.Value) inst).dst().id()] = entry.id();
                } else {
                    kept.add(inst);
                }
            }
            if (kept.size() < block.instructions().size()) {
                block.instructions().clear();
                block.instructions().addAll(kept);
            }
        }

        private boolean isWorthwhile(Inst inst) {
            return inst instanceof Inst.Value value
                    && Purity.isRepeatable(inst)
                    && (inst instanceof Inst.Binary
                            || inst instanceof Inst.Negate
                            || inst instanceof Inst.Extend
                            || inst instanceof Inst.Compare
                            || inst instanceof Inst.EventField
                            || inst instanceof Inst.Call)
                    && (inst instanceof Inst.Call || !addressParts.contains(value.dst()));
        }

        private boolean isInvariant(Inst inst) {
            isInvariant = true;
            visit(inst);
            return isInvariant;
        }

        @Override
        protected void use(Operand operand) {
            if (operand instanceof Reg register) {
                int block = definedIn[register.id()];
                isInvariant &= block < 0 || !members.get(block);
            }
        }

        /** Puts a block on the edge from the entry to the header. */
        private static void lead(Block entry, Block before, Block header) {
            Terminator end = entry.terminator();
            if (end instanceof Branch branch) {
                boolean yes = branch.yes().target() == header;
                before.terminate(new Jump(yes ? branch.yes() : branch.no()));
                Edge edge = new Edge(before, List.of());
                entry.terminate(new Branch(
                        branch.condition(),
                        branch.left(),
                        branch.right(),
                        yes ? edge : branch.yes(),
                        yes ? branch.no() : edge));
            }
        }
    }
}
