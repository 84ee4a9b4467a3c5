package dev.skep.lang.value;

import dev.skep.lang.type.Aggregate;
import java.util.Arrays;

/** What an aggregating function kept, summed over CPUs. Values of one map can be merged: over intervals, over machines. */
public sealed interface AggregateValue extends Value {

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if the other is of another kind or shape
     */
    AggregateValue merge(AggregateValue other);

    /**
     * What is printed for an element that was set to zero.
     *
     * @throws IllegalArgumentException for histograms, whose buckets are entries of their own
     */
    static AggregateValue zero(Aggregate type) {
        if (type instanceof Aggregate.Count) {
            return new Count(0);
        } else if (type instanceof Aggregate.Sum sum) {
            return new Sum(0, sum.signed());
        } else if (type instanceof Aggregate.Min min) {
            return new Min(0, min.signed());
        } else if (type instanceof Aggregate.Max max) {
            return new Max(0, max.signed());
        } else if (type instanceof Aggregate.Avg avg) {
            return new Avg(0, 0, avg.signed());
        } else if (type instanceof Aggregate.Stats stats) {
            return new Stats(0, 0, stats.signed());
        }
        throw new IllegalArgumentException("the buckets of a " + type.function() + " are entries of their own");
    }

    /** The one number that stands for it, and by which a map of it is sorted; of a histogram how many values it holds. */
    long number();

    /** Whether {@link #number} is signed. */
    boolean signed();

    record Count(long count) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Count that ? new Count(count + that.count) : mismatch(this, other);
        }

        @Override
        public long number() {
            return count;
        }

        @Override
        public boolean signed() {
            return false;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Count that && count == that.count;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(count);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Sum(long sum, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Sum that ? new Sum(sum + that.sum, signed) : mismatch(this, other);
        }

        @Override
        public long number() {
            return sum;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sum that && sum == that.sum && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sum);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Min(long min, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Min that
                    ? (compare(min, that.min, signed) <= 0 ? this : that)
                    : mismatch(this, other);
        }

        @Override
        public long number() {
            return min;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Min that && min == that.min && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(min);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    record Max(long max, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Max that
                    ? (compare(max, that.max, signed) >= 0 ? this : that)
                    : mismatch(this, other);
        }

        @Override
        public long number() {
            return max;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Max that && max == that.max && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(max);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** A mean, kept as sum and count. */
    record Avg(long sum, long count, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Avg that
                    ? new Avg(sum + that.sum, count + that.count, signed)
                    : mismatch(this, other);
        }

        /** The mean, cut to a whole number; 0 of nothing. */
        public long average() {
            return count == 0 ? 0 : signed ? sum / count : Long.divideUnsigned(sum, count);
        }

        @Override
        public long number() {
            return average();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Avg that && sum == that.sum && count == that.count && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sum ^ count);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /** How many numbers there were, with their sum and mean. */
    record Stats(long sum, long count, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Stats that
                    ? new Stats(sum + that.sum, count + that.count, signed)
                    : mismatch(this, other);
        }

        /** The mean, cut to a whole number; 0 of nothing. */
        public long average() {
            return count == 0 ? 0 : signed ? sum / count : Long.divideUnsigned(sum, count);
        }

        @Override
        public long number() {
            return average();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stats that && sum == that.sum && count == that.count && signed == that.signed;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sum ^ count);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * Powers of two, each in 2^{@code bits} parts.
     *
     * @param counts by bucket, as {@link dev.skep.lang.type.Aggregate.Hist} numbers them; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // a list of numbers would take four times the memory
    record Hist(int bits, long[] counts) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Hist that && that.bits == bits && that.counts.length == counts.length
                    ? new Hist(bits, add(counts, that.counts))
                    : mismatch(this, other);
        }

        @Override
        public long number() {
            return total(counts);
        }

        @Override
        public boolean signed() {
            return false;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hist that && bits == that.bits && Arrays.equals(counts, that.counts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(counts);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    /**
     * Buckets of equal width: the first is below {@code min}, the last {@code max} and above.
     *
     * @param counts by bucket; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // as for Hist
    record Lhist(long min, long max, long step, long[] counts) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Lhist that && that.min == min && that.max == max && that.step == step
                    ? new Lhist(min, max, step, add(counts, that.counts))
                    : mismatch(this, other);
        }

        @Override
        public long number() {
            return total(counts);
        }

        @Override
        public boolean signed() {
            return false;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Lhist that
                    && min == that.min
                    && max == that.max
                    && step == that.step
                    && Arrays.equals(counts, that.counts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(counts);
        }

        @Override
        public String toString() {
            return ValueText.of(this);
        }
    }

    private static int compare(long a, long b, boolean signed) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    private static long total(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    private static long[] add(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static AggregateValue mismatch(AggregateValue a, AggregateValue b) {
        throw new IllegalArgumentException("cannot merge a " + kind(a) + " with a " + kind(b));
    }

    private static String kind(AggregateValue value) {
        return value.getClass().getSimpleName();
    }
}
