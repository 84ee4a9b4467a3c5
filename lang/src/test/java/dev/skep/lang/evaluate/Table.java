package dev.skep.lang.evaluate;

import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.lower.MapUses;
import dev.skep.lang.script.Limits;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One map of a script. A map with keys holds as many elements as the limits say, for each of its generations; of a histogram
 * every bucket is one.
 */
final class Table {
    /** Elements that a histogram with keys has room for, for each key that a map may have. */
    private static final int BUCKETS_PER_KEY = 2;

    private final MapSymbol symbol;
    private final int room;
    private final @Nullable Keeping keeping;
    private final int stringLimit;
    private final Map<List<Value>, Value> elements = new LinkedHashMap<>();
    /** Counts by key and bucket: the bucket is the last part of the key. */
    private final Map<List<Value>, Long> buckets = new LinkedHashMap<>();

    Table(MapSymbol symbol, Limits limits, MapUses.Use use) {
        this.symbol = symbol;
        int factor = Aggregation.isHistogram(symbol.value()) ? BUCKETS_PER_KEY : 1;
        int generations = use.isTurned() ? 2 : 1;
        keeping = use.isKept() ? new Keeping(limits.mapKeys()) : null;
        room = symbol.scalar() || keeping != null ? Integer.MAX_VALUE : limits.mapKeys() * factor * generations;
        stringLimit = limits.stringCapacity();
    }

    String name() {
        return symbol.name();
    }

    /** The value of an element, or null. */
    @Nullable
    Value get(List<Value> key) {
        return elements.get(key);
    }

    /** The keys of its elements now. */
    List<List<Value>> keys() {
        return List.copyOf(elements.keySet());
    }

    /** Puts an element there; false if there is no room. */
    boolean put(List<Value> key, Value value) {
        if (!elements.containsKey(key) && elements.size() >= room) {
            return false;
        }
        if (keeping != null && !keeping.put(key)) {
            return false;
        }
        elements.put(key, Conversion.as(value, symbol.value()));
        return true;
    }

    /** Changes an element, which begins as 0; false if there is no room for it. */
    boolean change(List<Value> key, UnaryOperator<Value> change) {
        Value before = elements.get(key);
        return put(key, change.apply(before == null ? Conversion.zero(symbol.value()) : before));
    }

    /** Adds a number to what a map function keeps; false if there is no room. */
    boolean aggregate(List<Value> key, Value number) {
        if (Aggregation.isHistogram(symbol.value())) {
            List<Value> all = new ArrayList<>(key);
            all.add(new Value.Int(Aggregation.bucket(symbol.value(), number), false));
            if (!buckets.containsKey(all) && buckets.size() >= room) {
                return false;
            }
            buckets.merge(all, 1L, Long::sum);
            return true;
        }
        Value before = elements.get(key);
        if (before == null && elements.size() >= room) {
            return false;
        }
        Aggregate type = (Aggregate) symbol.value();
        elements.put(key, Aggregation.add((AggregateValue) before, type, Integers.bits(number)));
        return true;
    }

    /** Whether there was such an element, which is gone now. */
    boolean remove(List<Value> key) {
        if (keeping != null) {
            keeping.remove(key);
        }
        return elements.remove(key) != null;
    }

    void clear() {
        if (keeping != null) {
            keeping.clear();
        }
        elements.clear();
        buckets.clear();
    }

    /** What user space reads. */
    MapResult result() {
        List<MapResult.Entry> entries = new ArrayList<>();
        elements.forEach((key, value) -> entries.add(new MapResult.Entry(readKey(key), readValue(value))));
        Map<List<Value>, long[]> histograms = new LinkedHashMap<>();
        buckets.forEach((key, count) -> {
            int last = key.size() - 1;
            long[] counts = histograms.computeIfAbsent(
                    key.subList(0, last), first -> new long[Aggregation.buckets(symbol.value())]);
            counts[(int) Integers.bits(key.get(last))] += count;
        });
        histograms.forEach((key, counts) ->
                entries.add(new MapResult.Entry(readKey(key), Aggregation.histogram(symbol.value(), counts))));
        return new MapResult(symbol.name(), entries);
    }

    private Value readValue(Value value) {
        return value instanceof AggregateValue ? value : Conversion.read(value, symbol.value(), stringLimit);
    }

    private List<Value> readKey(List<Value> key) {
        List<Type> types = symbol.keys();
        List<Value> read = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            read.add(Conversion.read(key.get(i), types.get(i), stringLimit));
        }
        return read;
    }
}
