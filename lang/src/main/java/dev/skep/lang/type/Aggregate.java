package dev.skep.lang.type;

/**
 * What an aggregating map function keeps. Lies in per-CPU maps; the sizes are those of one CPU's part. Histograms keep
 * one 64-bit counter per bucket, the bucket's index being part of the key (or the whole key of an array).
 */
public sealed interface Aggregate extends Type {

    /** The function's name as written: {@code count}. */
    String function();

    @Override
    default int alignment() {
        return 8;
    }

    /** {@code u64 count}. */
    record Count() implements Aggregate {
        @Override
        public String function() {
            return "count";
        }

        @Override
        public int size() {
            return 8;
        }

        @Override
        public String text() {
            return "count_t";
        }
    }

    /** {@code u64 sum, u64 touched}: touched tells a sum of 0 from none. */
    record Sum(boolean signed) implements Aggregate {
        @Override
        public String function() {
            return "sum";
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public String text() {
            return signed ? "sum_t" : "usum_t";
        }
    }

    /**
     * {@code u64 extreme, u64 touched}. The extreme is stored so that zeroed memory is neutral and that the winner is
     * always the greater unsigned number: see {@link #stored}.
     */
    record Min(boolean signed) implements Aggregate {
        /** How a number is stored; its own inverse. */
        public long stored(long value) {
            return signed ? value ^ Long.MAX_VALUE : ~value;
        }

        @Override
        public String function() {
            return "min";
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public String text() {
            return signed ? "min_t" : "umin_t";
        }
    }

    /**
     * {@code u64 extreme, u64 touched}. The extreme is stored so that zeroed memory is neutral and that the winner is
     * always the greater unsigned number: see {@link #stored}.
     */
    record Max(boolean signed) implements Aggregate {
        /** How a number is stored; its own inverse. */
        public long stored(long value) {
            return signed ? value ^ Long.MIN_VALUE : value;
        }

        @Override
        public String function() {
            return "max";
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public String text() {
            return signed ? "max_t" : "umax_t";
        }
    }

    /** {@code u64 sum, u64 count}. */
    record Avg(boolean signed) implements Aggregate {
        @Override
        public String function() {
            return "avg";
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public String text() {
            return signed ? "avg_t" : "uavg_t";
        }
    }

    /** {@code u64 sum, u64 count}: how many numbers there were, and their sum and mean. */
    record Stats(boolean signed) implements Aggregate {
        @Override
        public String function() {
            return "stats";
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public String text() {
            return signed ? "stats_t" : "ustats_t";
        }
    }

    /**
     * A histogram whose buckets are powers of two, each split into 2^{@code bits} equal parts.
     *
     * <p>Bucket 0 is for negative numbers. Of any other number {@code v} it is {@code 1 + (d << bits) + (v >> d)}, where
     * {@code d = max(0, floor(log2(v)) - bits)} is how many lower bits the bucket leaves out. So the numbers below
     * 2^(bits+1) have a bucket each, and every power of two from there on has 2^bits. With {@code bits} 0: {@code (.., 0)
     * [0] [1] [2, 4) [4, 8) ...}. An unsigned number above 2^63 lies in the last power.
     *
     * @param bits 0 to 5
     */
    record Hist(int bits) implements Aggregate {
        @Override
        public String function() {
            return "hist";
        }

        /** How many buckets there are. */
        public int buckets() {
            return 1 + ((64 - bits) << bits) + (1 << bits);
        }

        /** The bucket of a number, read as unsigned. */
        public int bucket(long value) {
            int left = Math.max(0, 63 - Long.numberOfLeadingZeros(value) - bits);
            return 1 + (left << bits) + (int) (value >>> left);
        }

        /**
         * The smallest number of a bucket, unsigned. The bucket behind it starts where this one ends.
         *
         * @param bucket 1 and above
         */
        public long lower(int bucket) {
            int at = bucket - 1;
            int left = Math.max(0, (at >> bits) - 1);
            return (long) (at - (left << bits)) << left;
        }

        @Override
        public int size() {
            return 8;
        }

        @Override
        public String text() {
            return "hist_" + bits;
        }
    }

    /**
     * A histogram of buckets of equal width. Bucket 0 is for numbers below {@code min}, bucket {@code 1 + (v - min) /
     * step} for those from {@code min} up to {@code max}, the last for {@code max} and above.
     *
     * @param max above {@code min}
     * @param step positive
     */
    record Lhist(long min, long max, long step) implements Aggregate {
        @Override
        public String function() {
            return "lhist";
        }

        /** How many buckets there are: those between, one for less than {@code min}, one for {@code max} and more. */
        public int buckets() {
            return Math.toIntExact((max - min + step - 1) / step + 2);
        }

        @Override
        public int size() {
            return 8;
        }

        @Override
        public String text() {
            return "lhist_" + min + "_" + max + "_" + step;
        }
    }
}
