package dev.skep.lang.format;

import dev.skep.lang.format.Conversion.Kind;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;

/** One value through one conversion. */
final class ConvertedValue {
    private ConvertedValue() {}

    /** Appends a value; flags, width and precision are those of the conversion with {@code *} replaced. */
    static void append(
            TextBuffer out,
            Conversion conversion,
            int flags,
            int width,
            int precision,
            Value value,
            Escaping escaping) {
        int start = out.length();
        switch (conversion.kind()) {
            case SIGNED, UNSIGNED, OCTAL, HEX, HEX_UPPER, POINTER ->
                integer(out, conversion, flags, width, precision, number(value));
            case CHARACTER -> escaping.append(out, new byte[] {(byte) number(value)}, 0, 1);
            case STRING -> string(out, precision, value, escaping);
            case BUFFER, BUFFER_ESCAPED, BUFFER_HEX -> buffer(out, conversion.kind(), precision, value);
        }
        int missing = width - (out.length() - start);
        if (has(flags, Conversion.LEFT)) {
            out.repeat(' ', missing);
        } else {
            out.insert(start, ' ', missing);
        }
    }

    /** The number that a value is. */
    static long number(Value value) {
        if (value instanceof Value.Int(long number, boolean _)) {
            return number;
        } else if (value instanceof Value.Pointer(long address)) {
            return address;
        } else if (value instanceof Value.Bool(boolean truth)) {
            return truth ? 1 : 0;
        } else if (value instanceof AggregateValue aggregate) {
            return aggregate.number();
        } else if (value instanceof Value.Enum(long number, String _)) {
            return number;
        }
        throw new IllegalArgumentException("a format was given " + value + " for a number");
    }

    private static void integer(
            TextBuffer out, Conversion conversion, int flags, int width, int precision, long value) {
        Kind kind = conversion.kind();
        long number = kind == Kind.POINTER
                ? value
                : kind == Kind.SIGNED
                        ? conversion.length().signed(value)
                        : conversion.length().unsigned(value);
        String prefix = prefix(kind, flags, number);
        out.append(prefix);
        int start = out.length();
        if (number != 0 || precision != 0) {
            digits(out, kind, number);
        }
        int digits = out.length() - start;
        int least = precision;
        if (precision == Conversion.NONE && has(flags, Conversion.ZERO) && !has(flags, Conversion.LEFT)) {
            least = width - prefix.length();
        }
        if (kind == Kind.OCTAL && has(flags, Conversion.ALTERNATE) && (number != 0 || digits == 0)) {
            least = Math.max(least, digits + 1);
        }
        out.insert(start, '0', least - digits);
    }

    private static String prefix(Kind kind, int flags, long number) {
        if (kind == Kind.SIGNED) {
            return number < 0 ? "-" : has(flags, Conversion.PLUS) ? "+" : has(flags, Conversion.SPACE) ? " " : "";
        }
        boolean based = has(flags, Conversion.ALTERNATE) && number != 0;
        return kind == Kind.POINTER || (kind == Kind.HEX && based) ? "0x" : kind == Kind.HEX_UPPER && based ? "0X" : "";
    }

    private static void digits(TextBuffer out, Kind kind, long number) {
        if (kind == Kind.OCTAL) {
            out.digits(number, 3, false);
        } else if (kind == Kind.SIGNED) {
            out.unsigned(Math.abs(number)); // the smallest long stays what it is, and right when read unsigned
        } else if (kind == Kind.UNSIGNED) {
            out.unsigned(number);
        } else {
            out.digits(number, 4, kind == Kind.HEX_UPPER);
        }
    }

    private static void string(TextBuffer out, int precision, Value value, Escaping escaping) {
        if (value instanceof Value.Str(byte[] bytes, boolean _) && precision >= 0 && precision < bytes.length) {
            escaping.append(out, bytes, 0, precision);
            return;
        }
        int start = out.length();
        ValueText.append(out, value, escaping);
        if (precision >= 0 && !(value instanceof Value.Str)) {
            out.truncate(start + precision);
        }
    }

    private static void buffer(TextBuffer out, Kind kind, int precision, Value value) {
        byte[] bytes = bytes(value);
        int end = precision < 0 ? bytes.length : Math.min(precision, bytes.length);
        if (kind == Kind.BUFFER) {
            ValueText.bytes(out, bytes, end);
            return;
        }
        for (int i = 0; i < end; i++) {
            int b = bytes[i] & 0xff;
            if (kind == Kind.BUFFER_HEX) {
                out.append(i == 0 ? "" : " ").digits(b >> 4, 4, false).digits(b & 15, 4, false);
            } else {
                out.append("\\x").digits(b >> 4, 4, false).digits(b & 15, 4, false);
            }
        }
    }

    private static byte[] bytes(Value value) {
        if (value instanceof Value.Str(byte[] bytes, boolean _)) {
            return bytes;
        } else if (value instanceof Value.Buffer(byte[] bytes)) {
            return bytes;
        } else if (value instanceof Value.Literal(String text)) {
            return new TextBuffer().append(text).toByteArray();
        }
        throw new IllegalArgumentException("a format was given " + value + " for a buffer");
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
