package dev.skep.lang.ir;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Where what a block changes meets what others leave: the blocks that it does not dominate, but one of whose predecessors
 * it does. After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), section 4.
 */
public final class DominanceFrontiers {
    private final Cfg cfg;
    /** By position in reverse postorder. */
    private final List<List<Block>> frontiers;

    public DominanceFrontiers(Cfg cfg) {
        this.cfg = cfg;
        Dominators dominators = cfg.dominators();
        frontiers = new ArrayList<>(cfg.reversePostorder().size());
        for (int i = 0; i < cfg.reversePostorder().size(); i++) {
            frontiers.add(new ArrayList<>(2));
        }
        for (Block block : cfg.reversePostorder()) {
            List<Block> predecessors = cfg.predecessors(block);
            if (predecessors.size() < 2) {
                continue;
            }
            Block dominator = dominators.immediate(block);
            for (Block predecessor : predecessors) {
                // Where the block was noted before, it was noted on the rest of the way up, too.
                for (Block each = predecessor; each != dominator && note(each, block); ) {
                    each = dominators.immediate(each);
                }
            }
        }
    }

    private boolean note(Block block, Block frontier) {
        List<Block> own = frontiers.get(cfg.index(block));
        if (!own.isEmpty() && own.getLast() == frontier) {
            return false;
        }
        own.add(frontier);
        return true;
    }

    /** Where ways meet on some of which one of these blocks lies: their frontiers, with the frontiers of these. */
    public List<Block> iterated(List<Block> blocks) {
        List<Block> result = new ArrayList<>(2);
        BitSet met = new BitSet();
        for (Block block : blocks) {
            add(block, met, result);
        }
        for (int i = 0; i < result.size(); i++) {
            add(result.get(i), met, result);
        }
        return result;
    }

    private void add(Block block, BitSet met, List<Block> to) {
        for (Block frontier : frontiers.get(cfg.index(block))) {
            if (!met.get(frontier.id())) {
                met.set(frontier.id());
                to.add(frontier);
            }
        }
    }
}
