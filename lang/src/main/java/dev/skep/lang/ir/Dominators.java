package dev.skep.lang.ir;

import java.util.List;

/**
 * Which block dominates which: after Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm" (2001). Knows the
 * reachable blocks only.
 */
public final class Dominators {
    private final Cfg cfg;
    /** By position in reverse postorder: the position of the immediate dominator; of the entry, itself. */
    private final int[] parent;
    /** Entry and exit times of a walk over the tree: a block dominates another if its span holds the other's. */
    private final int[] opened;

    private final int[] closed;

    public Dominators(Cfg cfg) {
        this.cfg = cfg;
        int count = cfg.reversePostorder().size();
        parent = new int[count];
        opened = new int[count];
        closed = new int[count];
        findParents();
        number();
    }

    private void findParents() {
        List<Block> order = cfg.reversePostorder();
        for (int i = 1; i < parent.length; i++) {
            parent[i] = -1;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < parent.length; i++) {
                int common = -1;
                for (Block predecessor : cfg.predecessors(order.get(i))) {
                    int at = cfg.index(predecessor);
                    if (parent[at] >= 0) {
                        common = common < 0 ? at : intersect(common, at);
                    }
                }
                changed |= parent[i] != common;
                parent[i] = common;
            }
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
