package dev.skep.lang.optimise;

import dev.skep.lang.ir.IrFunction;

/** A change to a whole function. Takes time about linear in the function's size. */
public interface Pass {
    /** A kind of change: operands and instructions are replaced. */
    int VALUES = 1;

    /** A kind of change: blocks are entered from elsewhere, or are gone. */
    int EDGES = 2;

    /** A kind of change: instructions, parameters or arguments are gone. */
    int REMOVALS = 4;

    /** As stage dumps name it: {@code jump-threading}. */
    String name();

    /** The kinds of change, added up, that may give the pass something to do. */
    int interests();

    /** Changes the function; the kinds of change that were made, 0 if there was nothing to do. */
    int run(IrFunction function);
}
