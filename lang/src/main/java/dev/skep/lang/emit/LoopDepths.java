package dev.skep.lang.emit;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** In how many loops each block is. A loop is what an edge that leads back can be reached from without its target. */
final class LoopDepths {
    /** By block number; null if there are no loops. */
    private int @Nullable [] depths;

    LoopDepths(IrFunction function, Cfg cfg) {
        for (Block header : cfg.reversePostorder()) {
            BitSet loop = loop(header, cfg);
            if (loop != null) {
                if (depths == null) {
                    depths = new int[function.blockCount()];
                }
                for (int id = loop.nextSetBit(0); id >= 0; id = loop.nextSetBit(id + 1)) {
                    depths[id]++;
                }
            }
        }
    }

    /** The numbers of the blocks in the loop that begins here, or null if none does. */
    private static @Nullable BitSet loop(Block header, Cfg cfg) {
        BitSet loop = null;
        ArrayDeque<Block> open = null;
        for (Block from : cfg.predecessors(header)) {
            if (cfg.index(from) >= cfg.index(header)) {
                if (loop == null) {
                    loop = new BitSet();
                    loop.set(header.id());
                    open = new ArrayDeque<>();
                }
                add(from, loop, open);
            }
        }
        while (open != null && !open.isEmpty()) {
            for (Block from : cfg.predecessors(open.pop())) {
                add(from, loop, open);
            }
        }
        return loop;
    }

    private static void add(Block block, BitSet loop, ArrayDeque<Block> open) {
        if (!loop.get(block.id())) {
            loop.set(block.id());
            open.push(block);
        }
    }

    int depth(Block block) {
        return depths == null ? 0 : depths[block.id()];
    }
}
