package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control flow of a function at one moment: which blocks can be reached, in reverse postorder (every block before
 * those it dominates), and from where.
 */
public final class Cfg {
    private static final int UNREACHED = -1;
    private static final int OPEN = -2;

    private final List<Block> order;
    private final int[] index;
    private final List<List<Block>> predecessors;
    private @Nullable Dominators dominators;

    private Cfg(List<Block> order, int[] index, List<List<Block>> predecessors) {
        this.order = order;
        this.index = index;
        this.predecessors = predecessors;
    }

    /** The function's control flow as it is now. Every block that can be reached must have its end. */
    public static Cfg of(IrFunction function) {
        return function.cfg();
    }

    static Cfg find(IrFunction function) {
        int[] index = new int[function.blockCount()];
        Arrays.fill(index, UNREACHED);
        List<Block> order = postorder(function.blocks().getFirst(), index);
        Collections.reverse(order);
        List<List<Block>> predecessors = new ArrayList<>(order.size());
        for (int i = 0; i < order.size(); i++) {
            index[order.get(i).id()] = i;
            predecessors.add(new ArrayList<>(2));
        }
        for (Block block : order) {
            for (int i = 0; i < block.terminator().edgeCount(); i++) {
                Edge edge = block.terminator().edge(i);
                predecessors.get(index[edge.target().id()]).add(block);
            }
        }
        return new Cfg(order, index, predecessors);
    }

    /** Depth first without recursion; a branch's first edge is followed last, so that it comes first in reverse. */
    private static List<Block> postorder(Block entry, int[] index) {
        List<Block> order = new ArrayList<>();
        List<Block> path = new ArrayList<>();
        int[] nextEdge = new int[index.length];
        path.add(entry);
        index[entry.id()] = OPEN;
        nextEdge[entry.id()] = entry.terminator().edgeCount();
        while (!path.isEmpty()) {
            Block block = path.getLast();
            if (nextEdge[block.id()] == 0) {
                order.add(path.removeLast());
                continue;
            }
            Block next = block.terminator().edge(--nextEdge[block.id()]).target();
            if (index[next.id()] == UNREACHED) {
                index[next.id()] = OPEN;
                nextEdge[next.id()] = next.terminator().edgeCount();
                path.add(next);
            }
        }
        return order;
    }

    /** The blocks that can be reached, the entry first. */
    public List<Block> reversePostorder() {
        return order;
    }

    /** Its position in {@link #reversePostorder}, or -1 if it cannot be reached. */
    public int index(Block block) {
        return index[block.id()];
    }

    public boolean isReachable(Block block) {
        return index[block.id()] >= 0;
    }

    /** Which block dominates which. */
    public Dominators dominators() {
        if (dominators == null) {
            dominators = new Dominators(this);
        }
        return dominators;
    }

    /** The blocks from which a reachable block is entered, one entry for each edge. */
    public List<Block> predecessors(Block block) {
        return predecessors.get(index[block.id()]);
    }
}
