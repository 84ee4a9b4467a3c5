package dev.skep.lang.probe;

import dev.skep.lang.source.Span;
import java.util.List;

/**
 * What a script says about where a probe runs: {@code tracepoint:syscalls:sys_enter_*}.
 *
 * @param parts the text between the colons, the provider first; quotes and positional parameters are replaced
 * @param span where it is written
 */
public record AttachPattern(List<String> parts, Span span) {
    public AttachPattern {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an attach pattern needs a provider");
        }
    }

    /** The part at an index, 0 being the provider; the empty string where there is none. */
    String part(int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /** The last part. */
    String last() {
        return parts.getLast();
    }

    /** How many parts there are, the provider among them. */
    int size() {
        return parts.size();
    }

    /** As written, but for the provider's name. */
    String withProvider(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 1; i < parts.size(); i++) {
            text.append(':').append(parts.get(i));
        }
        return text.toString();
    }
}
