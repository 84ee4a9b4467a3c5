package dev.skep.lang.emit.legal;

/** A value that instructions make from nothing, so that no register needs to hold it in between. */
public sealed interface Literal {
    record Constant(long value) implements Literal {}

    /** An address on the stack: {@code r10 + offset}. */
    record FrameAddress(int offset) implements Literal {}

    /** A map, as helpers take it. */
    record Map(String map) implements Literal {}

    /** An address in the only value of an array map. */
    record MapValue(String map, int offset) implements Literal {}

    /** The id of a kernel type; see {@link dev.skep.lang.ir.Inst.TypeId}. */
    record TypeId(String kind, String type) implements Literal {}

    /** A function of the program, as helpers that call back take it. */
    record Function(String function) implements Literal {}
}
