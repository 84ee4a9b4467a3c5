package dev.skep.lang.value;

/** What an aggregating function kept, summed over CPUs. Values of one map can be merged: over intervals, over machines. */
public sealed interface AggregateValue extends Value {

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if the other is of another kind or shape
     */
    AggregateValue merge(AggregateValue other);

    record Count(long count) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Count that ? new Count(count + that.count) : mismatch(this, other);
        }
    }

    record Sum(long sum, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Sum that ? new Sum(sum + that.sum, signed) : mismatch(this, other);
        }
    }

    record Min(long min, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Min that
                    ? (compare(min, that.min, signed) <= 0 ? this : that)
                    : mismatch(this, other);
        }
    }

    record Max(long max, boolean signed) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Max that
                    ? (compare(max, that.max, signed) >= 0 ? this : that)
                    : mismatch(this, other);
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
    }

    /**
     * Powers of two, each in 2^{@code bits} parts.
     *
     * @param counts by bucket, as {@link dev.skep.lang.type.Aggregate.Hist} numbers them
     */
    record Hist(int bits, long[] counts) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Hist that && that.bits == bits
                    ? new Hist(bits, add(counts, that.counts))
                    : mismatch(this, other);
        }
    }

    /** Buckets of equal width: the first is below {@code min}, the last {@code max} and above. */
    record Lhist(long min, long max, long step, long[] counts) implements AggregateValue {
        @Override
        public AggregateValue merge(AggregateValue other) {
            return other instanceof Lhist that && that.min == min && that.max == max && that.step == step
                    ? new Lhist(min, max, step, add(counts, that.counts))
                    : mismatch(this, other);
        }
    }

    private static int compare(long a, long b, boolean signed) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    private static long[] add(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static AggregateValue mismatch(AggregateValue a, AggregateValue b) {
        throw new IllegalArgumentException("cannot merge " + a + " with " + b);
    }
}
