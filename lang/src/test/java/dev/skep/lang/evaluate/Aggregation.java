package dev.skep.lang.evaluate;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What the map functions make of the numbers that they are given. */
final class Aggregation {
    private Aggregation() {}

    /** What is kept after one more number; {@code before} is null if there was none. */
    static AggregateValue add(@Nullable AggregateValue before, Aggregate type, long number) {
        return switch (type) {
            case Aggregate.Count count ->
                new AggregateValue.Count(before instanceof AggregateValue.Count(long n) ? n + 1 : 1);
            case Aggregate.Sum sum ->
                new AggregateValue.Sum(
                        before instanceof AggregateValue.Sum(long n, boolean s) ? n + number : number, sum.signed());
            case Aggregate.Avg avg ->
                before instanceof AggregateValue.Avg(long sum, long count, boolean s)
                        ? new AggregateValue.Avg(sum + number, count + 1, avg.signed())
                        : new AggregateValue.Avg(number, 1, avg.signed());
            case Aggregate.Stats stats ->
                before instanceof AggregateValue.Stats(long sum, long count, boolean s)
                        ? new AggregateValue.Stats(sum + number, count + 1, stats.signed())
                        : new AggregateValue.Stats(number, 1, stats.signed());
            case Aggregate.Min min -> {
                AggregateValue now = new AggregateValue.Min(number, min.signed());
                yield before == null || less(number, before.number(), min.signed()) ? now : before;
            }
            case Aggregate.Max max -> {
                AggregateValue now = new AggregateValue.Max(number, max.signed());
                yield before == null || less(before.number(), number, max.signed()) ? now : before;
            }
            case Aggregate.Hist hist -> throw new IllegalArgumentException("a histogram is kept by its buckets");
            case Aggregate.Lhist lhist -> throw new IllegalArgumentException("a histogram is kept by its buckets");
        };
    }

    private static boolean less(long a, long b, boolean signed) {
        return signed ? a < b : Long.compareUnsigned(a, b) < 0;
    }

    /** Whether the numbers are counted in buckets. */
    static boolean isHistogram(Type type) {
        return type instanceof Aggregate.Hist || type instanceof Aggregate.Lhist;
    }

    /** The bucket of a histogram that a number falls into. */
    static int bucket(Type type, Value value) {
        BigInteger number = Integers.number(value);
        return switch (type) {
            case Aggregate.Hist hist -> powers(number, hist.bits());
            case Aggregate.Lhist lhist -> steps(number, lhist);
            default -> throw new IllegalArgumentException(type.text() + " has no buckets");
        };
    }

    private static int powers(BigInteger number, int bits) {
        if (number.signum() < 0) {
            return 0;
        }
        int leftOut = Math.max(0, number.bitLength() - 1 - bits);
        return 1 + (leftOut << bits) + number.shiftRight(leftOut).intValueExact();
    }

    private static int steps(BigInteger number, Aggregate.Lhist lhist) {
        BigInteger min = BigInteger.valueOf(lhist.min());
        if (number.compareTo(min) < 0) {
            return 0;
        }
        if (number.compareTo(BigInteger.valueOf(lhist.max())) >= 0) {
            return lhist.buckets() - 1;
        }
        return 1 + number.subtract(min).divide(BigInteger.valueOf(lhist.step())).intValueExact();
    }

    /** The histogram of these counts by bucket. */
    static AggregateValue histogram(Type type, long[] counts) {
        return type instanceof Aggregate.Lhist lhist
                ? new AggregateValue.Lhist(lhist.min(), lhist.max(), lhist.step(), counts)
                : new AggregateValue.Hist(((Aggregate.Hist) type).bits(), counts);
    }

    /** How many buckets a histogram has. */
    static int buckets(Type type) {
        return type instanceof Aggregate.Lhist lhist ? lhist.buckets() : ((Aggregate.Hist) type).buckets();
    }
}
