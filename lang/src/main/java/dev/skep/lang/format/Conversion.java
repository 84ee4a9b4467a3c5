package dev.skep.lang.format;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;

/**
 * One conversion of a format, as C's printf knows them. Source: ISO C, 7.23.6.1.
 *
 * @param start its offset in the format
 * @param end the offset behind it
 * @param flags {@link #LEFT} and the others, added up
 * @param width the least number of bytes; {@link #NONE} or {@link #ARGUMENT}
 * @param precision the least number of digits, or the most bytes of a string; {@link #NONE} or {@link #ARGUMENT}
 */
public record Conversion(int start, int end, Kind kind, int flags, int width, int precision, Length length) {
    /** {@code -}: on the left side of its width. */
    public static final int LEFT = 1;
    /** {@code +}: positive numbers have a sign too. */
    public static final int PLUS = 2;
    /** A space where positive numbers would have a sign. */
    public static final int SPACE = 4;
    /** {@code #}: with {@code 0} or {@code 0x} in front. */
    public static final int ALTERNATE = 8;
    /** {@code 0}: filled up with zeros instead of spaces. */
    public static final int ZERO = 16;

    /** No width, no precision. */
    public static final int NONE = -1;
    /** {@code *}: an argument before the value gives it. */
    public static final int ARGUMENT = -2;
    /** The greatest width and precision. */
    public static final int WIDEST = 4096;

    /** How many arguments it takes: the value, and one for each {@code *}. */
    public int arguments() {
        return 1 + (width == ARGUMENT ? 1 : 0) + (precision == ARGUMENT ? 1 : 0);
    }

    /** What is made of the value. */
    public enum Kind {
        SIGNED("d"),
        UNSIGNED("u"),
        OCTAL("o"),
        HEX("x"),
        HEX_UPPER("X"),
        CHARACTER("c"),
        POINTER("p"),
        /** Anything, as the language prints it. */
        STRING("s"),
        /** The bytes of a buffer: ASCII as it is, all others as {@code \xNN}. */
        BUFFER("r"),
        /** The bytes of a buffer, all as {@code \xNN}. */
        BUFFER_ESCAPED("rx"),
        /** The bytes of a buffer: {@code 0a fe}. */
        BUFFER_HEX("rh");

        private final String letters;

        Kind(String letters) {
            this.letters = letters;
        }

        /** As it is written, {@code i} as {@code d}. */
        public String letters() {
            return letters;
        }

        /** Whether it takes a value of a type; what is wrong with an unknown one was said already. */
        public boolean takes(Type type) {
            return type instanceof Type.Unknown || takesKnown(type);
        }

        private boolean takesKnown(Type type) {
            return switch (this) {
                case STRING -> printable(type);
                case BUFFER, BUFFER_ESCAPED, BUFFER_HEX -> type instanceof Type.Str || type instanceof Type.Buffer;
                case SIGNED, UNSIGNED, OCTAL, HEX, HEX_UPPER, CHARACTER, POINTER -> number(type);
            };
        }

        private static boolean number(Type type) {
            return type instanceof Type.Int
                    || type instanceof Type.Bool
                    || type instanceof Type.Pointer
                    || type instanceof Type.Enum
                    || (type instanceof Aggregate && printable(type));
        }

        private static boolean printable(Type type) {
            return !(type instanceof Type.None
                    || type instanceof Type.Args
                    || type instanceof Type.Void
                    || type instanceof Aggregate.Hist
                    || type instanceof Aggregate.Lhist);
        }
    }

    /** To how many bits an integer is cut before it is printed. */
    public enum Length {
        /** {@code hh}. */
        CHAR(8),
        /** {@code h}. */
        SHORT(16),
        /** No modifier. */
        INT(32),
        /** {@code l}, {@code ll}, {@code j}, {@code z}, {@code t}, {@code L}. */
        LONG(64);

        private final int bits;

        Length(int bits) {
            this.bits = bits;
        }

        public int bits() {
            return bits;
        }

        long signed(long value) {
            return value << (64 - bits) >> (64 - bits);
        }

        long unsigned(long value) {
            return value << (64 - bits) >>> (64 - bits);
        }
    }
}
