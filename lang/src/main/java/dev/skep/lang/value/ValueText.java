package dev.skep.lang.value;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of values as the language prints them: {@code 5}, {@code true}, {@code (1, sshd)}, {@code 0xffff}. */
public final class ValueText {
    /** What a string that was cut ends in. */
    static final String CUT = "..";

    private ValueText() {}

    /** The text of a value; bytes that are no UTF-8 are replaced. */
    public static String of(Value value) {
        TextBuffer out = new TextBuffer();
        append(out, value, Escaping.NONE);
        return out.toString();
    }

    /** Appends the text of a value. */
    public static void append(TextBuffer out, Value value, Escaping escaping) {
        append(out, value, 1, escaping);
    }

    /**
     * Appends the text of a value, numbers divided.
     *
     * @param divisor what whole numbers are divided by; not 0. Keeps strings, pointers and the like as they are
     */
    static void append(TextBuffer out, Value value, long divisor, Escaping escaping) {
        if (value instanceof Value.Int(long number, boolean signed)) {
            number(out, number, signed, divisor);
        } else if (value instanceof Value.Str(byte[] bytes, boolean cut)) {
            escaping.append(out, bytes, 0, bytes.length);
            if (cut) {
                out.append(CUT);
            }
        } else if (value instanceof Value.Literal(String text)) {
            out.append(text);
        } else if (value instanceof AggregateValue aggregate) {
            append(out, aggregate, divisor);
        } else if (value instanceof Value.Tuple(List<Value> elements)) {
            out.append('(');
            list(out, elements, divisor, escaping);
            out.append(')');
        } else if (value instanceof Value.Bool(boolean truth)) {
            out.append(truth ? "true" : "false");
        } else if (value instanceof Value.Pointer(long address)) {
            out.append("0x").digits(address, 4, false);
        } else if (value instanceof Value.Stack stack) {
            StackText.append(out, stack, escaping);
        } else if (value instanceof Value.Enum(long number, String name)) {
            if (name.isEmpty()) {
                out.decimal(number);
            } else {
                out.append(name);
            }
        } else if (value instanceof Value.Text(long _, String text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            escaping.append(out, bytes, 0, bytes.length);
        } else if (value instanceof Value.Array(List<Value> elements)) {
            array(out, elements, divisor, escaping);
        } else if (value instanceof Value.Record(List<String> names, List<Value> elements)) {
            record(out, names, elements, divisor, escaping);
        } else if (value instanceof Value.Buffer(byte[] bytes)) {
            bytes(out, bytes, bytes.length);
        }
    }

    /** Appends values with a separator between them, which is the script's. */
    public static void join(TextBuffer out, List<Value> values, String separator, Escaping escaping) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            append(out, values.get(i), escaping);
        }
    }

    /** Appends values with commas between them: a tuple without its brackets. */
    static void list(TextBuffer out, List<Value> values, long divisor, Escaping escaping) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, values.get(i), divisor, escaping);
        }
    }

    private static void array(TextBuffer out, List<Value> elements, long divisor, Escaping escaping) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append(out, elements.get(i), divisor, escaping);
        }
        out.append(']');
    }

    private static void record(
            TextBuffer out, List<String> names, List<Value> elements, long divisor, Escaping escaping) {
        out.append('{');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? " ." : ", .").append(names.get(i)).append(" = ");
            append(out, elements.get(i), divisor, escaping);
        }
        out.append(" }");
    }

    /** Appends bytes: ASCII as it is, all others as {@code \xNN}. */
    public static void bytes(TextBuffer out, byte[] bytes, int end) {
        for (int i = 0; i < end; i++) {
            int b = bytes[i] & 0xff;
            if (b >= ' ' && b < 0x7f) {
                out.append((char) b);
            } else {
                out.append("\\x").digits(b >> 4, 4, false).digits(b & 15, 4, false);
            }
        }
    }

    private static void append(TextBuffer out, AggregateValue value, long divisor) {
        if (value instanceof AggregateValue.Hist hist) {
            HistogramText.append(out, hist, divisor);
        } else if (value instanceof AggregateValue.Lhist lhist) {
            HistogramText.append(out, lhist);
        } else if (value instanceof AggregateValue.Stats stats) {
            number(out.append("{ .count = "), stats.count(), false, 1);
            number(out.append(", .average = "), stats.average(), stats.signed(), divisor);
            number(out.append(", .total = "), stats.sum(), stats.signed(), divisor);
            out.append(" }");
        } else {
            number(out, value.number(), value.signed(), divisor);
        }
    }

    private static void number(TextBuffer out, long value, boolean signed, long divisor) {
        if (signed) {
            out.decimal(value / divisor);
        } else {
            out.unsigned(Long.divideUnsigned(value, divisor));
        }
    }
}
