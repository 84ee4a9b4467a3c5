package dev.skep.lang.type;

import java.util.List;

/**
 * A type of the language. Sizes and alignments are those of the value where it lies: in a map's key or value, in an
 * event, in a slot of the program. In a virtual register every scalar is 64 bits wide, sign- or zero-extended.
 */
public sealed interface Type
        permits Type.Int,
                Type.Bool,
                Type.Str,
                Type.Pointer,
                Type.Tuple,
                Type.Stack,
                Type.Args,
                Type.None,
                Type.Unknown,
                Aggregate {

    /** Bytes, without padding behind; 0 for what cannot be stored. */
    int size();

    /** What its address must be a multiple of, in bytes. */
    int alignment();

    /** As messages name it: {@code uint32}, {@code string[16]}, {@code (int64,string[16])}. */
    String text();

    /** Whether both are the same type, sizes included. (Not {@code equals}: record equality is slow at start-up.) */
    @SuppressWarnings("ReferenceEquality") // the quick answer first
    default boolean is(Type other) {
        return this == other || text().equals(other.text());
    }

    /** An integer of 8, 16, 32 or 64 bits. */
    record Int(int bits, boolean signed) implements Type {
        public static final Int INT8 = new Int(8, true);
        public static final Int INT16 = new Int(16, true);
        public static final Int INT32 = new Int(32, true);
        public static final Int INT64 = new Int(64, true);
        public static final Int UINT8 = new Int(8, false);
        public static final Int UINT16 = new Int(16, false);
        public static final Int UINT32 = new Int(32, false);
        public static final Int UINT64 = new Int(64, false);

        /**
         * The integer of a width.
         *
         * @param bits 8, 16, 32 or 64
         */
        public static Int of(int bits, boolean signed) {
            return switch (bits) {
                case 8 -> signed ? INT8 : UINT8;
                case 16 -> signed ? INT16 : UINT16;
                case 32 -> signed ? INT32 : UINT32;
                default -> signed ? INT64 : UINT64;
            };
        }

        /** The smallest signed integer that holds a constant; of those above 2^63, uint64. */
        public static Int holding(long value, boolean unsigned) {
            if (unsigned && value < 0) {
                return UINT64;
            }
            if (value == (byte) value) {
                return INT8;
            }
            if (value == (short) value) {
                return INT16;
            }
            return value == (int) value ? INT32 : INT64;
        }

        @Override
        public int size() {
            return bits / 8;
        }

        @Override
        public int alignment() {
            return bits / 8;
        }

        @Override
        public String text() {
            return (signed ? "int" : "uint") + bits;
        }
    }

    /** {@code true} or {@code false}, in one byte. */
    record Bool() implements Type {
        public static final Bool BOOL = new Bool();

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String text() {
            return "bool";
        }
    }

    /** A string of at most {@code capacity - 1} bytes and a NUL; the bytes after the NUL are zero. */
    record Str(int capacity) implements Type {
        @Override
        public int size() {
            return capacity;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String text() {
            return "string[" + capacity + "]";
        }
    }

    /** Where an address points into. */
    enum AddressSpace {
        KERNEL,
        USER
    }

    /**
     * An address.
     *
     * @param target what it points to, as C writes it: {@code char}, {@code struct task_struct}
     */
    record Pointer(String target, AddressSpace space) implements Type {
        @Override
        public int size() {
            return 8;
        }

        @Override
        public int alignment() {
            return 8;
        }

        @Override
        public String text() {
            return target + " *";
        }
    }

    /** Several values in one: laid out as a C struct, padding zeroed. */
    record Tuple(List<Type> elements) implements Type {
        public Tuple {
            elements = List.copyOf(elements);
        }

        /** The byte offset of an element. */
        public int offset(int element) {
            int at = 0;
            for (int i = 0; i <= element; i++) {
                at = align(at, elements.get(i).alignment());
                if (i < element) {
                    at += elements.get(i).size();
                }
            }
            return at;
        }

        @Override
        public int size() {
            if (elements.isEmpty()) {
                return 0;
            }
            int last = elements.size() - 1;
            return align(offset(last) + elements.get(last).size(), alignment());
        }

        @Override
        public int alignment() {
            int most = 1;
            for (Type element : elements) {
                most = Math.max(most, element.alignment());
            }
            return most;
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("(");
            for (int i = 0; i < elements.size(); i++) {
                text.append(i == 0 ? "" : ",").append(elements.get(i).text());
            }
            return text.append(')').toString();
        }
    }

    /**
     * A stack trace, held as 64 bits: the upper half says which of the script's stack maps has it (its index in {@code
     * CompiledScript.SystemMaps.stacks}), the lower half is the key there. Negative if the kernel could not take it:
     * then the negated errno.
     *
     * @param user whether it is the user-space stack
     * @param limit frames at most
     */
    record Stack(boolean user, int limit) implements Type {
        @Override
        public int size() {
            return 8;
        }

        @Override
        public int alignment() {
            return 8;
        }

        @Override
        public String text() {
            return user ? "ustack_" + limit : "kstack_" + limit;
        }
    }

    /** {@code args}: the fields of the probe's event. Only its members have values. */
    record Args() implements Type {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String text() {
            return "args";
        }
    }

    /** No value: what {@code print()} gives. */
    record None() implements Type {
        public static final None NONE = new None();

        @Override
        public int size() {
            return 0;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /** Not known: not yet, while types are inferred, or because of an error that was reported. Never in a checked tree. */
    record Unknown() implements Type {
        public static final Unknown UNKNOWN = new Unknown();

        @Override
        public int size() {
            return 0;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String text() {
            return "unknown";
        }
    }

    /** {@code offset} rounded up to a multiple of {@code alignment}. */
    static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }
}
