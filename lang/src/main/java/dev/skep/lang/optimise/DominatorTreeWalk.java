package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Dominators;
import dev.skep.lang.ir.IrFunction;
import java.util.ArrayDeque;

/**
 * A walk down the dominator tree: what is learnt in a block holds in the blocks that are entered before it is left. Of the
 * ways that meet in a block all have been walked when it is entered, but for those that lead back to it.
 */
abstract class DominatorTreeWalk {
    abstract void enter(Block block);

    /** Leaves the block that was entered last and is not yet left. */
    abstract void leave();

    final void walk(IrFunction function) {
        Dominators dominators = Cfg.of(function).dominators();
        ArrayDeque<Block> path = new ArrayDeque<>();
        for (Block block : dominators.preorder()) {
            while (!path.isEmpty() && !dominators.dominates(path.peek(), block)) {
                path.pop();
                leave();
            }
            path.push(block);
            enter(block);
        }
    }
}
