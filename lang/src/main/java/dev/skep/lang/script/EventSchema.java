package dev.skep.lang.script;

import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * How the events of one place in the script are read. An event starts with its schema's id (32 bits) and 32 bits that
 * are zero; the values lie as a C struct behind it, each aligned by its type and counted from the event's start. In an
 * event the bytes behind a string's NUL, and padding, are undefined: they are whatever the buffer held before.
 *
 * @param id its index in {@link CompiledScript#events()}
 * @param fields the values' types, in order
 * @param offsets the values' byte offsets from the event's start
 * @param size bytes of the whole event
 * @param span the call that it comes from
 */
public record EventSchema(int id, List<Type> fields, List<Integer> offsets, int size, Action action, Span span) {
    /** Bytes before the first value. */
    public static final int HEADER = 8;

    public EventSchema {
        fields = List.copyOf(fields);
        offsets = List.copyOf(offsets);
    }

    /** Lays the values out. */
    public static EventSchema of(int id, List<Type> fields, Action action, Span span) {
        Integer[] offsets = new Integer[fields.size()];
        int at = HEADER;
        for (int i = 0; i < offsets.length; i++) {
            at = Type.align(at, fields.get(i).alignment());
            offsets[i] = at;
            at += fields.get(i).size();
        }
        return new EventSchema(id, fields, List.of(offsets), Type.align(at, 8), action, span);
    }
}
