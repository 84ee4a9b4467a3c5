package dev.skep.lang.type;

import java.util.List;

/**
 * A type of the language. Sizes and alignments are those of the value where it lies: in a map's key or value, in an
 * event, in a slot of the program. In a virtual register every scalar is 64 bits wide, sign- or zero-extended.
 */
// Enum and Void are the language's names; outside they are always written Type.Enum.
@SuppressWarnings("AvoidCommonTypeNames")
public sealed interface Type
        permits Type.Int,
                Type.Bool,
                Type.Enum,
                Type.Str,
                Type.Buffer,
                Type.Pointer,
                Type.Array,
                Type.Struct,
                Type.Tuple,
                Type.Stack,
                Type.Rendered,
                Type.Void,
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

    /**
     * An integer of 8, 16, 32 or 64 bits.
     *
     * @param natural whether it is known not to be negative though it is signed, as literals are: then it goes with either
     *     sign, and becomes what it meets
     */
    record Int(int bits, boolean signed, boolean natural) implements Type {
        public static final Int INT8 = new Int(8, true);
        public static final Int INT16 = new Int(16, true);
        public static final Int INT32 = new Int(32, true);
        public static final Int INT64 = new Int(64, true);
        public static final Int UINT8 = new Int(8, false);
        public static final Int UINT16 = new Int(16, false);
        public static final Int UINT32 = new Int(32, false);
        public static final Int UINT64 = new Int(64, false);

        /** An integer of which only the type is known. */
        public Int(int bits, boolean signed) {
            this(bits, signed, false);
        }

        /** The same integer, known not to be negative. */
        public Int asNatural() {
            return signed && !natural ? new Int(bits, true, true) : this;
        }

        /** The same integer of another width. */
        public Int withBits(int width) {
            Int other = of(width, signed);
            return natural ? other.asNatural() : other;
        }

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

    /** An address of a value of a type; {@link Void} where the type is not known. */
    record Pointer(Type target, AddressSpace space) implements Type {
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
            return target.text() + " *";
        }
    }

    /** Bytes that a program copied out of memory: {@code u32 length}, then as many bytes as the buffer has room for. */
    record Buffer(int capacity) implements Type {
        /** Where the bytes start. */
        public static final int DATA = 4;

        @Override
        public int size() {
            return align(DATA + capacity, 4);
        }

        @Override
        public int alignment() {
            return 4;
        }

        @Override
        public String text() {
            return "buffer[" + capacity + "]";
        }
    }

    /** An integer with names for some of its values. */
    record Enum(String name, Int integer, EnumConstants constants) implements Type {
        @Override
        public int size() {
            return integer.size();
        }

        @Override
        public int alignment() {
            return integer.alignment();
        }

        /** {@code enum pid_type}. */
        @Override
        public String text() {
            return name;
        }
    }

    /** Values of one type in a row, as in C. */
    record Array(Type element, int count) implements Type {
        @Override
        public int size() {
            return element.size() * count;
        }

        @Override
        public int alignment() {
            return element.alignment();
        }

        /** {@code int32[4]}; of arrays of arrays the outer count first, as C has it: {@code int32[2][4]}. */
        @Override
        public String text() {
            Type inner = element;
            StringBuilder counts = new StringBuilder("[").append(count).append(']');
            while (inner instanceof Array array) {
                counts.append('[').append(array.count).append(']');
                inner = array.element;
            }
            return inner.text() + counts;
        }
    }

    /**
     * A C struct or union. What is in it is found when it is first asked for.
     *
     * @param name with its keyword: {@code struct task_struct}, {@code union sigval}; an anonymous one's is the keyword
     *     alone
     */
    record Struct(String name, StructLayout layout) implements Type {
        @Override
        public int size() {
            return layout.size();
        }

        @Override
        public int alignment() {
            return layout.alignment();
        }

        @Override
        public String text() {
            return name;
        }
    }

    /**
     * Several values in one: laid out as a C struct, padding zeroed.
     *
     * @param names the elements' names if it is a record; empty for a tuple
     */
    record Tuple(List<Type> elements, List<String> names) implements Type {
        public Tuple {
            elements = List.copyOf(elements);
            names = List.copyOf(names);
            if (!names.isEmpty() && names.size() != elements.size()) {
                throw new IllegalArgumentException(elements.size() + " elements and " + names.size() + " names");
            }
        }

        /** A tuple, whose elements have no names. */
        public Tuple(List<Type> elements) {
            this(elements, List.of());
        }

        /** Whether its elements have names. */
        public boolean isRecord() {
            return !names.isEmpty();
        }

        /** The same names, or none, for elements of other types. */
        public Tuple withElements(List<Type> others) {
            return new Tuple(others, names);
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
                text.append(i == 0 ? "" : ",");
                if (isRecord()) {
                    text.append(names.get(i)).append('=');
                }
                text.append(elements.get(i).text());
            }
            return text.append(')').toString();
        }
    }

    /**
     * A stack trace, held as 64 bits: from the lowest, 32 bits that are its key in a stack map; {@link #PROCESS_BITS} bits
     * that are the process (the tgid) that a user-space stack is of, else 0; 1 and the index of the stack map in
     * {@code CompiledScript.SystemMaps.stacks}. 0 if none was taken; negative if the kernel could not: then the negated
     * errno.
     *
     * @param user whether it is the user-space stack
     * @param limit frames at most
     */
    record Stack(boolean user, StackMode mode, int limit) implements Type {
        /** Processes have ids below {@code PID_MAX_LIMIT}, 2^22. */
        public static final int PROCESS_BITS = 22;

        /** Where the process begins. */
        public static final int PROCESS_SHIFT = 32;

        /** Where the number of the stack map begins. */
        public static final int MAP_SHIFT = PROCESS_SHIFT + PROCESS_BITS;

        /** The process of a stack that was taken. */
        public static int process(long stored) {
            return (int) (stored >>> PROCESS_SHIFT) & (1 << PROCESS_BITS) - 1;
        }

        /** The index of the map of a stack; -1 of none, and of one that could not be taken. */
        public static int map(long stored) {
            return (int) (stored >> MAP_SHIFT) - 1 | (int) (stored >> Long.SIZE - 1);
        }

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
            return (user ? "ustack_" : "kstack_") + (mode == StackMode.BPFTRACE ? "" : mode.text() + "_") + limit;
        }
    }

    /**
     * What programs only pass on and user space renders as text: an address, an id, a time.
     *
     * @param detail what the rendering needs beside the value, the same for all values of the type: the format of a
     *     time; else empty
     */
    record Rendered(Rendering rendering, String detail) implements Type {
        public Rendered(Rendering rendering) {
            this(rendering, "");
        }

        @Override
        public int size() {
            return rendering.size();
        }

        @Override
        public int alignment() {
            return rendering.alignment();
        }

        @Override
        public String text() {
            return detail.isEmpty() ? rendering.text() : rendering.text() + '(' + detail + ')';
        }
    }

    /** What a pointer points to if that is not known. */
    record Void() implements Type {
        public static final Void VOID = new Void();

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
            return "void";
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
