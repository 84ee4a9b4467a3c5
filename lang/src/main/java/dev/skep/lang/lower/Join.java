package dev.skep.lang.lower;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.IrBuilder;
import org.jspecify.annotations.Nullable;

/** Where several ways meet again, if any of them gets there: {@code exit()} may end them all. */
final class Join {
    private final IrBuilder ir;
    private @Nullable Block block;

    Join(IrBuilder ir) {
        this.ir = ir;
    }

    /** Ends the current block with a jump there, unless it has ended already. */
    void jump() {
        if (!ir.isTerminated()) {
            ir.jump(block());
        }
    }

    /** The block itself, to be branched to. */
    Block block() {
        if (block == null) {
            block = ir.newBlock();
        }
        return block;
    }

    /** Whether any way leads there. */
    boolean isUsed() {
        return block != null;
    }

    /** Goes on there; false if no way leads there. */
    boolean enter() {
        if (block == null) {
            return false;
        }
        ir.seal(block);
        ir.position(block);
        return true;
    }
}
