package dev.skep.lang.value;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a map together from its entries in the kernel: the parts of the CPUs summed, the buckets of a histogram
 * gathered. Keys that look the same to the user are one entry.
 */
public final class MapReader {
    private final String name;
    private final List<Type> keys;
    private final int[] offsets;
    private final Type value;
    private final int cpus;
    private final ValueReader reader;
    private boolean zeros;
    private final Map<List<Value>, Value> values = new LinkedHashMap<>();
    private final Map<List<Value>, long[]> buckets = new LinkedHashMap<>();

    /**
     * @param name with {@code @}
     * @param keys none for a scalar map
     * @param cpus how many parts an aggregate has: the CPUs that may ever exist
     */
    public MapReader(String name, List<Type> keys, Type value, int cpus, ValueReader reader) {
        this.name = name;
        this.keys = List.copyOf(keys);
        this.value = value;
        this.cpus = cpus;
        this.reader = reader;
        List<Type> layout = new ArrayList<>(keys);
        layout.add(Type.Int.UINT32); // the bucket's index in a histogram
        Type.Tuple struct = new Type.Tuple(layout);
        this.offsets = new int[layout.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = struct.offset(i);
        }
    }

    /**
     * Adds an entry as it lies in the kernel. A scalar that is no aggregate has a word behind its value that tells
     * whether it was assigned.
     *
     * @param keyAt where its key starts in {@code keyBytes}
     * @param valueAt where its value, or the first CPU's part of it, starts in {@code valueBytes}
     */
    public void add(ByteBuffer keyBytes, int keyAt, ByteBuffer valueBytes, int valueAt) {
        if (value instanceof Aggregate.Hist || value instanceof Aggregate.Lhist) {
            addBucket(keyBytes, keyAt, valueBytes, valueAt);
            return;
        }
        boolean plainScalar = keys.isEmpty() && !(value instanceof Aggregate);
        if (plainScalar && valueBytes.getLong(valueAt + Type.align(value.size(), 8)) == 0) {
            return;
        }
        Value read = value instanceof Aggregate aggregate
                ? aggregate(aggregate, valueBytes, valueAt)
                : reader.read(value, valueBytes, valueAt);
        if (read != null) {
            List<Value> key = key(keyBytes, keyAt);
            Value before = values.put(key, read);
            if (before instanceof AggregateValue a && read instanceof AggregateValue b) {
                values.put(key, a.merge(b));
            }
        }
    }

    /** From here on elements that no CPU keeps anything of are zeros: the map was set to zero. Otherwise they are not there. */
    public void keepZeros() {
        zeros = true;
    }

    private @Nullable AggregateValue aggregate(Aggregate aggregate, ByteBuffer in, int at) {
        AggregateValue merged = ValueReader.merge(aggregate, in, at, cpus);
        return merged == null && zeros ? AggregateValue.zero(aggregate) : merged;
    }

    /**
     * Adds an element of a map that keeps deleted ones, as {@link #add} does, unless it is deleted: then the 64-bit word
     * behind its value is 0. Of two values of a key the later one stays.
     */
    public void addKept(ByteBuffer keyBytes, int keyAt, ByteBuffer valueBytes, int valueAt) {
        if (valueBytes.getLong(valueAt + Type.align(value.size(), 8)) != 0) {
            add(keyBytes, keyAt, valueBytes, valueAt);
        }
    }

    /** The whole map. */
    public MapResult result() {
        List<MapResult.Entry> entries = new ArrayList<>(values.size() + buckets.size());
        for (Map.Entry<List<Value>, Value> entry : values.entrySet()) {
            entries.add(new MapResult.Entry(entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<List<Value>, long[]> entry : buckets.entrySet()) {
            entries.add(new MapResult.Entry(entry.getKey(), histogram(entry.getValue())));
        }
        return new MapResult(name, entries);
    }

    private void addBucket(ByteBuffer keyBytes, int keyAt, ByteBuffer valueBytes, int valueAt) {
        long count = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            count += valueBytes.getLong(valueAt + cpu * Long.BYTES);
        }
        int bucket = keyBytes.getInt(keyAt + offsets[keys.size()]);
        if (count == 0 && !zeros || bucket < 0 || bucket >= bucketCount()) {
            return;
        }
        List<Value> key = key(keyBytes, keyAt);
        long @Nullable [] counts = buckets.get(key);
        if (counts == null) {
            counts = new long[Math.min(64, bucketCount())];
            buckets.put(key, counts);
        }
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(bucketCount(), Math.max(bucket + 1, counts.length * 2)));
            buckets.put(key, counts);
        }
        counts[bucket] += count;
    }

    private List<Value> key(ByteBuffer in, int at) {
        if (keys.isEmpty()) {
            return List.of();
        }
        if (keys.size() == 1) {
            return List.of(reader.read(keys.getFirst(), in, at + offsets[0]));
        }
        Value[] key = new Value[keys.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = reader.read(keys.get(i), in, at + offsets[i]);
        }
        return List.of(key);
    }

    private int bucketCount() {
        return value instanceof Aggregate.Hist hist
                ? hist.buckets()
                : value instanceof Aggregate.Lhist l ? l.buckets() : 0;
    }

    private AggregateValue histogram(long[] counts) {
        long[] all = Arrays.copyOf(counts, bucketCount());
        if (value instanceof Aggregate.Lhist l) {
            return new AggregateValue.Lhist(l.min(), l.max(), l.step(), all);
        }
        return new AggregateValue.Hist(value instanceof Aggregate.Hist hist ? hist.bits() : 0, all);
    }
}
