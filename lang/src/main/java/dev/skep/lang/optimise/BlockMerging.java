package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Substitution;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Joins a block to the only one that leads to it, if it leads nowhere else.
 *
 * <pre>
 * b0: %1 = call ktime_get_ns()    →  b0: %1 = call ktime_get_ns()
 *     goto b1(%1)                        return %1
 * b1(%2): return %2
 * </pre>
 */
final class BlockMerging implements Pass {
    @Override
    public String name() {
        return "block-merging";
    }

    @Override
    public int interests() {
        return EDGES;
    }

    @Override
    public int run(IrFunction function) {
        Cfg cfg = Cfg.of(function);
        Substitution parameters = new Substitution(function);
        BitSet merged = new BitSet(function.blockCount());
        for (Block block : cfg.reversePostorder()) {
            if (!merged.get(block.id())) {
                while (block.terminator() instanceof Jump jump
                        && jump.edge().target() != block
                        && cfg.predecessors(jump.edge().target()).size() == 1) {
                    append(block, jump.edge(), parameters);
                    merged.set(jump.edge().target().id());
                }
            }
        }
        if (merged.isEmpty()) {
            return 0;
        }
        List<Block> kept = new ArrayList<>(function.blocks().size());
        for (Block block : function.blocks()) {
            if (!merged.get(block.id())) {
                kept.add(block);
            }
        }
        function.blocks().clear();
        function.blocks().addAll(kept);
        parameters.apply();
        return parameters.isEmpty() ? EDGES : EDGES | VALUES;
    }

    private static void append(Block block, Edge edge, Substitution parameters) {
        Block next = edge.target();
        for (int i = 0; i < next.parameters().size(); i++) {
            parameters.replace(next.parameters().get(i), edge.arguments().get(i));
        }
        block.instructions().addAll(next.instructions());
        block.terminate(next.terminator());
    }
}
