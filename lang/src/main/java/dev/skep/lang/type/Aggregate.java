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

    /** {@code u64 extreme, u64 touched}. */
    record Min(boolean signed) implements Aggregate {
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

    /** {@code u64 extreme, u64 touched}. */
    record Max(boolean signed) implements Aggregate {
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

    /**
     * A histogram whose buckets are powers of two, each split into 2^{@code bits} equal parts.
     *
     * @param bits 0 to 5
     */
    record Hist(int bits) implements Aggregate {
        @Override
        public String function() {
            return "hist";
        }

        /** How many buckets there are: one for negative values, one for each value below 2^(bits+1), then the parts. */
        public int buckets() {
            return 1 + ((64 - bits) << bits) + (1 << bits);
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

    /** A histogram of buckets of equal width, one below and one above. */
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
