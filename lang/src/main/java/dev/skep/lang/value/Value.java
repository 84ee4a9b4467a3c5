package dev.skep.lang.value;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A value that a script computed, decoded. Immutable; aggregates of the same kind can be merged. */
public sealed interface Value
        permits Value.Int, Value.Bool, Value.Str, Value.Pointer, Value.Tuple, Value.Stack, AggregateValue {

    /** An integer of at most 64 bits, extended. */
    record Int(long value, boolean signed) implements Value {}

    record Bool(boolean value) implements Value {}

    /** A string as the traced system has it: bytes, in no known encoding, without the NUL. */
    record Str(byte[] bytes) implements Value {
        /** The bytes read as UTF-8, malformed ones replaced. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    record Pointer(long address) implements Value {}

    record Tuple(List<Value> elements) implements Value {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /** A stack trace, innermost frame first; empty if the kernel had none to give. */
    record Stack(List<Frame> frames) implements Value {
        public Stack {
            frames = List.copyOf(frames);
        }
    }

    /**
     * A frame of a stack.
     *
     * @param symbol the function's name; empty if it is not known
     * @param offset bytes from the function's start
     * @param module the kernel module or file; empty if it is the kernel's image or not known
     */
    record Frame(long address, String symbol, long offset, String module) {}
}
