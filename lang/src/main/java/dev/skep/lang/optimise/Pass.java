package dev.skep.lang.optimise;

import dev.skep.lang.ir.IrFunction;

/** A change to a whole function. Takes time about linear in the function's size. */
public interface Pass {
    /** As stage dumps name it: {@code jump-threading}. */
    String name();

    /** Changes the function; true if there was something to change. */
    boolean run(IrFunction function);
}
