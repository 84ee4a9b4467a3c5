package dev.skep.trace;

import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;
import java.util.List;

/**
 * The key of a map's entry as one text: as the language prints it, but without the spaces that it puts between and
 * before things. Spaces within strings stay: two names that differ in them are two keys.
 */
final class JsonKey {
    private final TextBuffer scratch = new TextBuffer();

    /** Appends keys with commas between them. */
    void append(TextBuffer out, List<Value> keys) {
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append(out, keys.get(i));
        }
    }

    private void append(TextBuffer out, Value value) {
        if (value instanceof Value.Tuple(List<Value> elements)) {
            out.append('(');
            append(out, elements);
            out.append(')');
        } else if (value instanceof Value.Array(List<Value> elements)) {
            out.append('[');
            append(out, elements);
            out.append(']');
        } else if (value instanceof Value.Record(List<String> names, List<Value> elements)) {
            record(out, names, elements);
        } else if (value instanceof Value.Stack) {
            stack(out, value);
        } else {
            ValueText.append(out, value, Escaping.NONE);
        }
    }

    /** The lines of a stack without what they are indented by. */
    private void stack(TextBuffer out, Value value) {
        scratch.clear();
        ValueText.append(scratch, value, Escaping.NONE);
        boolean indent = true;
        for (byte b : scratch.toByteArray()) {
            indent = b == '\n' || (indent && b == ' ');
            if (!indent || b == '\n') {
                out.append(b);
            }
        }
    }

    private void record(TextBuffer out, List<String> names, List<Value> elements) {
        out.append('{');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "." : ",.").append(names.get(i)).append('=');
            append(out, elements.get(i));
        }
        out.append('}');
    }
}
