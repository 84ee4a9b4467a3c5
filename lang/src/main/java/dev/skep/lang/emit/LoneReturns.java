package dev.skep.lang.emit;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that do nothing but return. A jump to one returns itself, where it stands, so it may be that no way leads to the
 * block any more: then it must not be emitted, for the verifier refuses what nothing leads to.
 */
final class LoneReturns {
    private LoneReturns() {}

    static boolean is(Block block) {
        return block.instructions().isEmpty() && block.terminator() instanceof Return;
    }

    /** The order without the blocks that no way leads to. */
    static List<Block> withoutUnentered(List<Block> order) {
        List<Block> kept = without(order, Set.of());
        Set<Block> entered = new HashSet<>();
        // What is left out changes what falls through, and so what is entered: those come back.
        while (entered.addAll(entered(kept))) {
            kept = without(order, entered);
        }
        return kept;
    }

    private static List<Block> without(List<Block> order, Set<Block> entered) {
        List<Block> kept = new ArrayList<>(order.size());
        for (Block block : order) {
            if (block == order.getFirst() || !is(block) || entered.contains(block)) {
                kept.add(block);
            }
        }
        return kept;
    }

    /** The lone returns that a way leads to if the blocks stand in this order. */
    private static Set<Block> entered(List<Block> order) {
        Set<Block> entered = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            Terminator end = order.get(i).terminator();
            Block next = i + 1 < order.size() ? order.get(i + 1) : null;
            if (end instanceof Jump jump && fallsThrough(jump.edge(), next)) {
                entered.add(jump.edge().target());
            } else if (end instanceof Branch branch) {
                entered.add(taken(branch, next).target());
                Edge other = taken(branch, next) == branch.yes() ? branch.no() : branch.yes();
                if (fallsThrough(other, next)) {
                    entered.add(other.target());
                }
            }
        }
        entered.removeIf(block -> !is(block));
        return entered;
    }

    private static boolean fallsThrough(Edge edge, @Nullable Block next) {
        return edge.target() == next;
    }

    /** The edge that a branch jumps along; the other falls through, or jumps or returns behind the branch. */
    static Edge taken(Branch branch, @Nullable Block next) {
        return branch.yes().target() == next && branch.no().target() != next ? branch.no() : branch.yes();
    }
}
