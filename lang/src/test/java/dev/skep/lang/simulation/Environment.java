package dev.skep.lang.simulation;

import dev.skep.bpf.asm.Helper;

/** What a program acts on. */
public interface Environment {
    Memory memory();

    /** The address of the event. */
    long context();

    /** What stands for a map in a register. */
    long reference(String map);

    /** The address of the first value of an array map. */
    long arrayValue(String map);

    /** Calls a helper; the ring buffer's operations are helpers too. */
    long call(Helper helper, long... arguments);

    /** Comes before each compare-and-exchange: what another program does in between. */
    default void interrupt() {}
}
