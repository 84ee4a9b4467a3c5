package dev.skep.lang.value;

import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A value that a script computed, decoded. Immutable; aggregates of the same kind can be merged. {@code toString} is what
 * the language prints.
 *
 * <p>{@code equals} and {@code hashCode} are written out: the ones that records generate are linked at run time, which
 * costs a tracer's start-up, and compare arrays by identity.
 */
// Enum and Record are the language's names; outside they are always written Value.Enum.
@SuppressWarnings("AvoidCommonTypeNames")
public sealed interface Value
        permits Value.Int,
                Value.Bool,
                Value.Str,
                Value.Literal,
                Value.Pointer,
                Value.Enum,
                Value.Buffer,
                Value.Array,
                Value.Tuple,
                Value.Record,
                Value.Text,
                Value.Stack,
                AggregateValue {

    /** An integer of at most 64 bits, extended. */
    record Int(long value, boolean signed) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Int that && value == that.value && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Bool(boolean value) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bool that && value == that.value;
        }

        @Override
        public int hashCode() {
            return Boolean.hashCode(value);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A string as the traced system has it: bytes, in no known encoding, without the NUL. The array is not to be
     * changed.
     *
     * @param cut whether the string was longer than the space it was read into
     */
    @SuppressWarnings("ArrayRecordComponent") // copies of every traced string would cost too much
    record Str(byte[] bytes, boolean cut) implements Value {
        /** A whole string. */
        public Str(byte[] bytes) {
            this(bytes, false);
        }

        /** The bytes read as UTF-8, malformed ones replaced. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Str that && cut == that.cut && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A string that stands in the script itself: it is trusted, and printed as it is written.
     *
     * @param text bytes that are no UTF-8 as {@link TextBuffer#append(String)} knows them
     */
    record Literal(String text) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Literal that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Pointer(long address) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pointer that && address == that.address;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(address);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** An enum's value. {@code name} is empty if the enum has no name for it. */
    record Enum(long value, String name) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Enum that && value == that.value;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(value);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * Bytes that a program copied out of memory. The array is not to be changed.
     */
    @SuppressWarnings("ArrayRecordComponent") // copies would cost too much
    record Buffer(byte[] bytes) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Buffer that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** An array: values of one type. */
    record Array(List<Value> elements) implements Value {
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Array that && elements.equals(that.elements);
        }

        @Override
        public int hashCode() {
            return elements.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** A record, a struct or a union: values with names. */
    record Record(List<String> names, List<Value> elements) implements Value {
        public Record {
            names = List.copyOf(names);
            elements = List.copyOf(elements);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Record that && names.equals(that.names) && elements.equals(that.elements);
        }

        @Override
        public int hashCode() {
            return elements.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * What user space renders: a symbol, a user's name, a time, an address of a network.
     *
     * @param order what values are ordered by: the address, the id, the time
     * @param text as it was rendered; of the traced system, so not to be trusted
     */
    record Text(long order, String text) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Text that && order == that.order && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Tuple(List<Value> elements) implements Value {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tuple that && elements.equals(that.elements);
        }

        @Override
        public int hashCode() {
            return elements.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A stack trace, innermost frame first.
     *
     * @param type whose stack it is, and how it is shown
     * @param process the process (tgid) that a user-space stack is of: equal ones of two processes differ; else 0
     * @param frames none if the kernel had none to give
     */
    record Stack(Type.Stack type, int process, List<Frame> frames) implements Value {
        public Stack {
            frames = List.copyOf(frames);
        }

        /** How it is shown. */
        public StackMode mode() {
            return type.mode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stack that
                    && process == that.process
                    && type.user() == that.type.user()
                    && type.mode() == that.type.mode()
                    && frames.equals(that.frames);
        }

        @Override
        public int hashCode() {
            return 31 * process + frames.hashCode();
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * A frame of a stack.
     *
     * @param address 0 if only the build ID is known
     * @param symbol the function's name; empty if it is not known
     * @param offset bytes from the function's start; in mode {@code build_id} from the file's
     * @param module the kernel module or file; empty if it is the kernel's image or not known. In mode {@code build_id}
     *     the file's build ID in hexadecimal digits, empty if the kernel could not find it
     */
    record Frame(long address, String symbol, long offset, String module) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Frame that
                    && address == that.address
                    && offset == that.offset
                    && symbol.equals(that.symbol)
                    && module.equals(that.module);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(address);
        }
    }
}
