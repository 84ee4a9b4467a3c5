package dev.skep.trace;

import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;
import java.util.List;

/**
 * Values as JSON: numbers, {@code true} and {@code false}, strings, arrays for tuples, arrays and buffers, objects for
 * records. Enums and pointers are numbers. A whole number that a 64-bit float cannot hold is a string, since that is what
 * most readers make of numbers. Source: RFC 8259, section 6.
 */
final class JsonText {
    /** Bits of a 64-bit float's fraction, the hidden one included. */
    private static final int EXACT_BITS = 53;

    private final TextBuffer scratch = new TextBuffer();
    private final JsonKey key = new JsonKey();

    /** Appends a value, its whole numbers divided, as {@link dev.skep.lang.value.MapText} divides them. */
    void value(TextBuffer out, Value value, long divisor) {
        if (value instanceof Value.Int(long number, boolean signed)) {
            divided(out, number, signed, divisor);
        } else if (value instanceof Value.Bool(boolean truth)) {
            out.append(truth ? "true" : "false");
        } else if (value instanceof Value.Pointer(long address)) {
            number(out, address, false);
        } else if (value instanceof Value.Enum(long number, String _)) {
            number(out, number, true);
        } else if (value instanceof Value.Tuple(List<Value> elements)) {
            array(out, elements, divisor);
        } else if (value instanceof Value.Array(List<Value> elements)) {
            array(out, elements, divisor);
        } else if (value instanceof Value.Buffer(byte[] bytes)) {
            bytes(out, bytes);
        } else if (value instanceof Value.Record(List<String> names, List<Value> elements)) {
            record(out, names, elements, divisor);
        } else if (value instanceof AggregateValue aggregate) {
            aggregate(out, aggregate, divisor);
        } else {
            scratch.clear();
            ValueText.append(scratch, value, Escaping.NONE);
            string(out, scratch);
        }
    }

    /** Appends the name that a map's entry has in an object: its keys with commas between them. */
    void key(TextBuffer out, List<Value> keys) {
        scratch.clear();
        key.append(scratch, keys);
        string(out, scratch);
    }

    /** Appends text as a string. */
    void string(TextBuffer out, String text) {
        scratch.clear();
        string(out, scratch.append(text));
    }

    /** Appends the bytes of a text as a string. */
    static void string(TextBuffer out, TextBuffer text) {
        out.append('"');
        text.appendTo(out, Escaping.JSON);
        out.append('"');
    }

    /** Appends a whole number. */
    static void number(TextBuffer out, long value, boolean signed) {
        boolean exact = exact(signed && value < 0 ? -value : value);
        if (!exact) {
            out.append('"');
        }
        if (signed) {
            out.decimal(value);
        } else {
            out.unsigned(value);
        }
        if (!exact) {
            out.append('"');
        }
    }

    /** Whether a 64-bit float holds an unsigned number as it is. */
    private static boolean exact(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value) - Long.numberOfTrailingZeros(value) <= EXACT_BITS;
    }

    private static void divided(TextBuffer out, long value, boolean signed, long divisor) {
        number(out, signed ? value / divisor : Long.divideUnsigned(value, divisor), signed);
    }

    private void array(TextBuffer out, List<Value> elements, long divisor) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(out, elements.get(i), divisor);
        }
        out.append(']');
    }

    private static void bytes(TextBuffer out, byte[] bytes) {
        out.append('[');
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            out.decimal(bytes[i] & 0xff);
        }
        out.append(']');
    }

    private void record(TextBuffer out, List<String> names, List<Value> elements, long divisor) {
        out.append('{');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            string(out, names.get(i));
            out.append(": ");
            value(out, elements.get(i), divisor);
        }
        out.append('}');
    }

    private static void aggregate(TextBuffer out, AggregateValue value, long divisor) {
        if (value instanceof AggregateValue.Hist hist) {
            JsonHistogram.append(out, hist, divisor);
        } else if (value instanceof AggregateValue.Lhist lhist) {
            JsonHistogram.append(out, lhist);
        } else if (value instanceof AggregateValue.Stats stats) {
            number(out.append("{\"count\": "), stats.count(), false);
            divided(out.append(", \"average\": "), stats.average(), stats.signed(), divisor);
            divided(out.append(", \"total\": "), stats.sum(), stats.signed(), divisor);
            out.append('}');
        } else {
            divided(out, value.number(), value.signed(), divisor);
        }
    }
}
