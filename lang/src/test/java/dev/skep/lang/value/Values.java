package dev.skep.lang.value;

import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short names for values in tests. */
final class Values {
    static final Type.Stack KERNEL = new Type.Stack(false, StackMode.BPFTRACE, 127);

    private Values() {}

    static Value.Int number(long value) {
        return new Value.Int(value, true);
    }

    static Value.Int unsigned(long value) {
        return new Value.Int(value, false);
    }

    static Value.Str string(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }

    static Value.Tuple tuple(Value... elements) {
        return new Value.Tuple(List.of(elements));
    }

    static AggregateValue count(long count) {
        return new AggregateValue.Count(count);
    }

    static Value.Stack stack(String... symbols) {
        Value.Frame[] frames = new Value.Frame[symbols.length];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new Value.Frame(0xffffffff81000000L + symbols[i].length(), symbols[i], i, "");
        }
        return new Value.Stack(KERNEL, 0, List.of(frames));
    }

    static MapResult.Entry entry(Value value, Value... key) {
        return new MapResult.Entry(List.of(key), value);
    }

    static MapResult map(MapResult.Entry... entries) {
        return new MapResult("@", List.of(entries));
    }

    /** A histogram by powers of two of these bucket counts, the rest 0. */
    static AggregateValue.Hist hist(int bits, long... bucketsAndCounts) {
        long[] counts = new long[new dev.skep.lang.type.Aggregate.Hist(bits).buckets()];
        for (int i = 0; i < bucketsAndCounts.length; i += 2) {
            counts[(int) bucketsAndCounts[i]] = bucketsAndCounts[i + 1];
        }
        return new AggregateValue.Hist(bits, counts);
    }
}
