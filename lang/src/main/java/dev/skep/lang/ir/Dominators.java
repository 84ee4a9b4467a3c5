package dev.skep.lang.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which block dominates which: after Lengauer and Tarjan, "A Fast Algorithm for Finding Dominators in a Flowgraph" (1979),
 * with path compression, since scripts may have thousands of ways to one exit. Knows the reachable blocks only.
 */
public final class Dominators {
    private static final int NONE = -1;

    private final Cfg cfg;
    /** By position in reverse postorder: the position of the immediate dominator; of the entry, itself. */
    private final int[] parent;
    /** Entry and exit times of a walk over the tree: a block dominates another if its span holds the other's. */
    private final int[] opened;

    private final int[] closed;

    Dominators(Cfg cfg) {
        this.cfg = cfg;
        int count = cfg.reversePostorder().size();
        parent = new Search(cfg).parents();
        opened = new int[count];
        closed = new int[count];
        number();
    }

    /** The search itself; blocks go by the order in which a depth-first walk meets them. */
    private static final class Search {
        private final Cfg cfg;
        private final Block[] blocks;
        private final int[] numberOf;
        /** The block from which the walk came. */
        private final int[] from;

        private final int[] semidominator;
        private final int[] dominator;
        /** A forest of the blocks done so far; {@link #NONE} for roots. */
        private final int[] ancestor;
        /** On the way up to the root, the block with the least semidominator. */
        private final int[] best;
        /** Blocks that have the same semidominator, as chains. */
        private final int[] firstOf;

        private final int[] next;
        private int met;

        private Search(Cfg cfg) {
            this.cfg = cfg;
            int count = cfg.reversePostorder().size();
            blocks = new Block[count];
            numberOf = new int[count];
            from = new int[count];
            semidominator = new int[count];
            dominator = new int[count];
            ancestor = new int[count];
            best = new int[count];
            firstOf = new int[count];
            next = new int[count];
            Arrays.fill(numberOf, NONE);
            Arrays.fill(ancestor, NONE);
            Arrays.fill(firstOf, NONE);
        }

        /** The immediate dominators, by position in reverse postorder. */
        private int[] parents() {
            walk(cfg.reversePostorder().getFirst());
            for (int block = met - 1; block > 0; block--) {
                for (Block predecessor : cfg.predecessors(blocks[block])) {
                    int other = evaluate(number(predecessor));
                    semidominator[block] = Math.min(semidominator[block], semidominator[other]);
                }
                next[block] = firstOf[semidominator[block]];
                firstOf[semidominator[block]] = block;
                ancestor[block] = from[block];
                settle(from[block]);
            }
            int[] parents = new int[met];
            for (int block = 1; block < met; block++) {
                if (dominator[block] != semidominator[block]) {
                    dominator[block] = dominator[dominator[block]];
                }
                parents[cfg.index(blocks[block])] = cfg.index(blocks[dominator[block]]);
            }
            return parents;
        }

        private int number(Block block) {
            return numberOf[cfg.index(block)];
        }

        private void walk(Block entry) {
            List<Block> path = new ArrayList<>();
            int[] nextEdge = new int[blocks.length];
            meet(entry, 0);
            path.add(entry);
            while (!path.isEmpty()) {
                Block block = path.getLast();
                int edge = nextEdge[cfg.index(block)]++;
                if (edge == block.terminator().edgeCount()) {
                    path.removeLast();
                    continue;
                }
                Block target = block.terminator().edge(edge).target();
                if (number(target) == NONE) {
                    meet(target, number(block));
                    path.add(target);
                }
            }
        }

        private void meet(Block block, int origin) {
            numberOf[cfg.index(block)] = met;
            blocks[met] = block;
            from[met] = origin;
            semidominator[met] = met;
            best[met] = met;
            met++;
        }

        /** Finds the dominators of the blocks whose semidominator this one is, as far as they can be told yet. */
        private void settle(int block) {
            for (int each = firstOf[block]; each != NONE; each = next[each]) {
                int other = evaluate(each);
                dominator[each] = semidominator[other] < semidominator[each] ? other : block;
            }
            firstOf[block] = NONE;
        }

        /** The block with the least semidominator on the way up to the root, which every block passed is hung under. */
        private int evaluate(int block) {
            if (ancestor[block] == NONE) {
                return block;
            }
            int depth = 0;
            int[] way = new int[8];
            for (int at = block; ancestor[ancestor[at]] != NONE; at = ancestor[at]) {
                if (depth == way.length) {
                    way = Arrays.copyOf(way, depth * 2);
                }
                way[depth++] = at;
            }
            while (depth > 0) {
                int at = way[--depth];
                int above = ancestor[at];
                if (semidominator[best[above]] < semidominator[best[at]]) {
                    best[at] = best[above];
                }
                ancestor[at] = ancestor[above];
            }
            return best[block];
        }
    }

    private int intersect(int one, int two) {
        int left = one;
        int right = two;
        while (left != right) {
            if (left > right) {
                left = parent[left];
            } else {
                right = parent[right];
            }
        }
        return left;
    }

    /** Numbers the tree: parents come before their children in reverse postorder, so two passes do it. */
    private void number() {
        int[] size = new int[parent.length];
        for (int i = parent.length - 1; i >= 0; i--) {
            size[i]++;
            if (i > 0) {
                size[parent[i]] += size[i];
            }
        }
        int[] next = new int[parent.length];
        for (int i = 0; i < parent.length; i++) {
            opened[i] = i == 0 ? 0 : next[parent[i]];
            closed[i] = opened[i] + size[i];
            next[i] = opened[i] + 1;
            if (i > 0) {
                next[parent[i]] = closed[i];
            }
        }
    }

    /** Whether every way to {@code block} leads through {@code dominator}; a block dominates itself. */
    public boolean dominates(Block dominator, Block block) {
        int outer = cfg.index(dominator);
        int inner = cfg.index(block);
        return opened[outer] <= opened[inner] && closed[inner] <= closed[outer];
    }

    /** The reachable blocks so that each comes before those it dominates, and with them only up to the last of these. */
    public List<Block> preorder() {
        Block[] blocks = new Block[parent.length];
        for (int i = 0; i < parent.length; i++) {
            blocks[opened[i]] = cfg.reversePostorder().get(i);
        }
        return List.of(blocks);
    }

    /** The nearest block that dominates this one and is another; of the entry, itself. */
    public Block immediate(Block block) {
        return cfg.reversePostorder().get(parent[cfg.index(block)]);
    }

    /** The nearest block that dominates both. */
    public Block common(Block one, Block two) {
        return cfg.reversePostorder().get(intersect(cfg.index(one), cfg.index(two)));
    }
}
