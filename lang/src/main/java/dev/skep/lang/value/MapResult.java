package dev.skep.lang.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a map held at one moment: a value that can be kept, sent and added to another of its kind.
 *
 * @param name with {@code @}
 * @param entries in the language's order, {@link MapOrder}: the one that is printed last comes last. A scalar map has one
 *     entry, or none, with an empty key
 */
public record MapResult(String name, List<Entry> entries) {
    public MapResult {
        entries = MapOrder.sort(entries);
    }

    /** A key, one value for each expression in the brackets, and its value. */
    public record Entry(List<Value> key, Value value) {
        public Entry {
            key = List.copyOf(key);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that && key.equals(that.key) && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return key.hashCode() ^ value.hashCode();
        }
    }

    /** The value of a key, or null. */
    public @Nullable Value get(Value... key) {
        List<Value> wanted = List.of(key);
        for (Entry entry : entries) {
            if (entry.key().equals(wanted)) {
                return entry.value();
            }
        }
        return null;
    }

    /**
     * Both together: aggregates of the same key are merged; of other values the other map's stays, as the later one.
     *
     * @throws IllegalArgumentException if the aggregates are of different kinds
     */
    public MapResult merge(MapResult other) {
        Map<List<Value>, Value> all = new LinkedHashMap<>();
        for (Entry entry : entries) {
            all.put(entry.key(), entry.value());
        }
        for (Entry entry : other.entries) {
            Value before = all.get(entry.key());
            all.put(
                    entry.key(),
                    before instanceof AggregateValue a && entry.value() instanceof AggregateValue b
                            ? a.merge(b)
                            : entry.value());
        }
        List<Entry> merged = new ArrayList<>(all.size());
        for (Map.Entry<List<Value>, Value> entry : all.entrySet()) {
            merged.add(new Entry(entry.getKey(), entry.getValue()));
        }
        return new MapResult(name, merged);
    }

    /** The map as the language prints it. */
    @Override
    public String toString() {
        TextBuffer out = new TextBuffer();
        MapText.append(out, this, 0, 1, Escaping.NONE);
        return out.toString();
    }
}
