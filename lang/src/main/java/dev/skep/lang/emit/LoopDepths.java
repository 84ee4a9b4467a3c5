package dev.skep.lang.emit;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import java.util.ArrayDeque;
import java.util.BitSet;

/** In how many loops each block is. A loop is what an edge that leads back can be reached from without its target. */
final class LoopDepths {
    /** By block number; none if there are no loops. */
    private int[] depths = {};

    LoopDepths(IrFunction function, Cfg cfg) {
        for (Block header : cfg.reversePostorder()) {
            if (isHeader(header, cfg)) {
                if (depths.length == 0) {
                    depths = new int[function.blockCount()];
                }
                enter(header, cfg);
            }
        }
    }

    private static boolean isHeader(Block block, Cfg cfg) {
        for (Block from : cfg.predecessors(block)) {
            if (leadsBack(from, block, cfg)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsBack(Block from, Block to, Cfg cfg) {
        return cfg.index(from) >= cfg.index(to);
    }

    /** Counts the loop for every block in it. */
    private void enter(Block header, Cfg cfg) {
        BitSet loop = new BitSet();
        loop.set(header.id());
        depths[header.id()]++;
        ArrayDeque<Block> open = new ArrayDeque<>();
        for (Block from : cfg.predecessors(header)) {
            if (leadsBack(from, header, cfg)) {
                open.push(from);
            }
        }
        while (!open.isEmpty()) {
            Block block = open.pop();
            if (!loop.get(block.id())) {
                loop.set(block.id());
                depths[block.id()]++;
                for (Block from : cfg.predecessors(block)) {
                    open.push(from);
                }
            }
        }
    }

    int depth(Block block) {
        return depths.length == 0 ? 0 : depths[block.id()];
    }
}
