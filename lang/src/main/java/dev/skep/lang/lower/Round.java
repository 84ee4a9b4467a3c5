package dev.skep.lang.lower;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Operand;

/** One round of a loop, written into the function that runs it: the one that the loop stands in, or one of its own. */
abstract class Round {
    /** Whether {@link #test} decides on each round. */
    boolean isTested() {
        return false;
    }

    /**
     * Goes on to one of two blocks, neither sealed: whether there is another round.
     *
     * @param index how many rounds came before
     */
    void test(Lowering in, Operand index, Block yes, Block no) {
        in.ir().jump(yes);
    }

    /** Writes the round; may end the current block. */
    abstract void lower(Lowering in, Operand index);
}
