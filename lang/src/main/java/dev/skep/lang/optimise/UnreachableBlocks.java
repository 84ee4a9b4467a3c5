package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes blocks that no way from the entry leads to.
 *
 * <pre>
 * b0: goto b2        →  b0: goto b2
 * b1: goto b2           b2: return 0
 * b2: return 0
 * </pre>
 */
final class UnreachableBlocks implements Pass {
    @Override
    public String name() {
        return "unreachable-blocks";
    }

    @Override
    public int interests() {
        return EDGES;
    }

    @Override
    public int run(IrFunction function) {
        Cfg cfg = Cfg.of(function);
        if (cfg.reversePostorder().size() == function.blocks().size()) {
            return 0;
        }
        List<Block> kept = new ArrayList<>(cfg.reversePostorder().size());
        for (Block block : function.blocks()) {
            if (cfg.isReachable(block)) {
                kept.add(block);
            }
        }
        function.blocks().clear();
        function.blocks().addAll(kept);
        return EDGES;
    }
}
