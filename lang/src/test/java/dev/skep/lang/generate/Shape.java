package dev.skep.lang.generate;

import java.util.List;

/** What kind of value an expression has: all that the generator must know of types, the checker finds out the rest. */
sealed interface Shape {
    /** The shapes that have no parts. */
    enum Plain implements Shape {
        INTEGER,
        TRUTH,
        TEXT,
        /** An address in the traced process: of a string, or one where surely nothing can be read. */
        POINTER,
        /** A stack trace: which one it is depends on the program, so none is told from another. */
        STACK,
        /** Eight bytes: {@code uint8[8]}. */
        BYTES
    }

    /** Several values in one. */
    record Tuple(List<Shape> elements) implements Shape {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }
}
