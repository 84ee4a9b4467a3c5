package dev.skep.lang.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The natural loops of a function: what edges that lead back to a block that dominates their start enclose. */
public final class Loops {
    /**
     * A loop; loops with the same header are one.
     *
     * @param latches the blocks from which edges lead back
     * @param members by number, the blocks on some way from the header to a latch, both included
     */
    public record Loop(Block header, List<Block> latches, BitSet members) {
        public boolean contains(Block block) {
            return members.get(block.id());
        }
    }

    private Loops() {}

    /** The loops, inner ones before those around them. */
    public static List<Loop> of(Cfg cfg) {
        List<Loop> loops = new ArrayList<>(0);
        List<Block> order = cfg.reversePostorder();
        for (int i = order.size() - 1; i >= 0; i--) {
            Block header = order.get(i);
            List<Block> latches = new ArrayList<>(0);
            for (Block from : cfg.predecessors(header)) {
                if (cfg.index(from) >= i && cfg.dominators().dominates(header, from) && !latches.contains(from)) {
                    latches.add(from);
                }
            }
            if (!latches.isEmpty()) {
                loops.add(new Loop(header, latches, members(header, latches, cfg)));
            }
        }
        return loops;
    }

    private static BitSet members(Block header, List<Block> latches, Cfg cfg) {
        BitSet members = new BitSet();
        members.set(header.id());
        ArrayDeque<Block> open = new ArrayDeque<>(latches);
        while (!open.isEmpty()) {
            Block block = open.poll();
            if (!members.get(block.id())) {
                members.set(block.id());
                open.addAll(cfg.predecessors(block));
            }
        }
        return members;
    }
}
