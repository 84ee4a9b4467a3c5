package dev.skep.lang.emit;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which blocks are emitted: what is likely falls through, and what is not stands at the end. Unlikely are
 * the ways on which a look-up or a reservation gave nothing. Each block stands behind those that dominate it, because it
 * stands behind one that leads to it. What is likely in a loop stands together.
 *
 * <p>In a long function the end is far away, and all that is alive there is in the allocator's way until then. So it is not
 * one end, but one behind each stretch with many unlikely blocks.
 */
final class BlockLayout {
    /** So many unlikely blocks are put behind a stretch. */
    private static final int MANY_COLD = 128;

    private final Cfg cfg;
    private final BitSet results = new BitSet();
    private final BitSet cold = new BitSet();
    /** By block: the likely edges into it, not counting those that lead back, that come from blocks not yet placed. */
    private final int[] missing;

    private final LoopDepths loops;
    private final List<Block> order = new ArrayList<>();
    private final BitSet met = new BitSet();
    private final List<Block> waiting = new ArrayList<>();
    private final ArrayDeque<Block> coldWaiting = new ArrayDeque<>();
    /** Whether the unlikely blocks of a stretch are being placed. */
    private boolean ending;

    private BlockLayout(IrFunction function, Cfg cfg) {
        this.cfg = cfg;
        missing = new int[function.blockCount()];
        loops = new LoopDepths(function, cfg);
    }

    static List<Block> of(IrFunction function, Cfg cfg) {
        BlockLayout layout = new BlockLayout(function, cfg);
        layout.findCold();
        layout.place();
        return layout.order;
    }

    /** A block is cold if every way into it that does not lead back is unlikely or comes from a cold block. */
    private void findCold() {
        for (Block block : cfg.reversePostorder()) {
            for (Inst inst : block.instructions()) {
                if (inst instanceof Inst.Call call && mayFail(call.helper())) {
                    results.set(call.dst().id());
                }
            }
        }
        for (Block block : cfg.reversePostorder()) {
            boolean warm = cfg.predecessors(block).isEmpty();
            for (Block from : cfg.predecessors(block)) {
                if (isForward(from, block) && !cold.get(from.id())) {
                    warm |= unlikely(from) != block;
                    missing[block.id()]++;
                }
            }
            cold.set(block.id(), !warm);
        }
    }

    private static boolean mayFail(Helper helper) {
        return helper == Helper.MAP_LOOKUP_ELEM
                || helper == Helper.MAP_LOOKUP_PERCPU_ELEM
                || helper == Helper.RINGBUF_RESERVE;
    }

    private boolean isForward(Block from, Block to) {
        return cfg.index(from) < cfg.index(to);
    }

    /** The target of the edge that is taken when a look-up or reservation gave nothing. */
    private @Nullable Block unlikely(Block block) {
        if (block.terminator() instanceof Branch branch
                && branch.left() instanceof Reg left
                && results.get(left.id())
                && branch.right() instanceof Operand.Const right
                && right.value() == 0) {
            if (branch.condition() == Condition.EQ) {
                return branch.yes().target();
            }
            if (branch.condition() == Condition.NE) {
                return branch.no().target();
            }
        }
        return null;
    }

    private void place() {
        defer(cfg.reversePostorder().getFirst());
        for (Block block = next(); block != null; block = next()) {
            order.add(block);
            Terminator end = block.terminator();
            if (end instanceof Branch branch) {
                defer(branch.no().target());
                defer(branch.yes().target());
            } else if (end instanceof Jump jump) {
                defer(jump.edge().target());
            }
        }
    }

    private void defer(Block block) {
        if (!met.get(block.id())) {
            met.set(block.id());
            if (cold.get(block.id())) {
                coldWaiting.add(block);
            } else {
                waiting.add(block);
            }
        }
    }

    /**
     * The block met last, of those in the innermost loop, that all likely ways into are placed before, so that it can fall
     * through from one of them.
     */
    private @Nullable Block next() {
        if (coldWaiting.isEmpty()) {
            ending = false;
        } else if (coldWaiting.size() >= MANY_COLD && loops.depth(order.getLast()) == 0) {
            ending = true;
        }
        if (ending || waiting.isEmpty()) {
            return place(coldWaiting.poll());
        }
        int best = -1;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Block block = waiting.get(i);
            if (isReady(block) && (best < 0 || loops.depth(block) > loops.depth(waiting.get(best)))) {
                best = i;
            }
        }
        return place(waiting.remove(best < 0 ? waiting.size() - 1 : best));
    }

    private @Nullable Block place(@Nullable Block block) {
        if (block != null && !cold.get(block.id())) {
            for (int i = 0; i < block.terminator().edgeCount(); i++) {
                Edge edge = block.terminator().edge(i);
                if (isForward(block, edge.target())) {
                    missing[edge.target().id()]--;
                }
            }
        }
        return block;
    }

    private boolean isReady(Block block) {
        return missing[block.id()] == 0;
    }
}
