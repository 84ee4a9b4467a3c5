package dev.skep.lang.value;

/**
 * The rows of a histogram: range, count and a bar that is as long as the count is large, from the first bucket that
 * holds something to the last.
 *
 * <pre>
 * [4, 8)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
 * [8, 16)                1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
 * </pre>
 */
final class HistogramText {
    private static final int LABEL_WIDTH = 16;
    private static final int COUNT_WIDTH = 8;
    private static final int BAR_WIDTH = 52;
    private static final String SUFFIXES = "KMGTPE";
    private static final long KIBI = 1024;
    private static final long MEBI = 1024 * 1024;

    private HistogramText() {}

    /** Appends the rows of a histogram by powers of two, its counts divided. */
    static void append(TextBuffer out, AggregateValue.Hist hist, long divisor) {
        long[] counts = hist.counts();
        long most = most(counts);
        int last = last(counts);
        for (int i = first(counts); i <= last; i++) {
            int start = out.length();
            power(out, i, hist.bits());
            row(out, start, Long.divideUnsigned(counts[i], divisor), Long.divideUnsigned(most, divisor));
        }
    }

    /** Appends the rows of a histogram of equal steps. */
    static void append(TextBuffer out, AggregateValue.Lhist lhist) {
        long[] counts = lhist.counts();
        long most = most(counts);
        int last = last(counts);
        boolean suffixed = lhist.step() % KIBI == 0;
        for (int i = first(counts); i <= last; i++) {
            int start = out.length();
            if (i == 0) {
                step(out.append("(..., "), lhist.min(), suffixed).append(')');
            } else if (i == counts.length - 1) {
                step(out.append('['), lhist.max(), suffixed).append(", ...)");
            } else {
                long from = lhist.min() + (i - 1) * lhist.step();
                step(out.append('['), from, suffixed).append(", ");
                step(out, Math.min(from + lhist.step(), lhist.max()), suffixed).append(')');
            }
            row(out, start, counts[i], most);
        }
    }

    private static void row(TextBuffer out, int start, long count, long most) {
        out.repeat(' ', LABEL_WIDTH - (out.length() - start));
        int number = out.length();
        out.unsigned(count);
        out.insert(number, ' ', COUNT_WIDTH - (out.length() - number));
        int bar = bar(count, most);
        out.append(" |").repeat('@', bar).repeat(' ', BAR_WIDTH - bar).append("|\n");
    }

    /** {@code floor(count / most * 52)}, without overflow. */
    private static int bar(long count, long most) {
        int tooBig = Math.max(0, 7 - Long.numberOfLeadingZeros(most));
        long scale = most >>> tooBig;
        return scale == 0 ? 0 : (int) ((count >>> tooBig) * BAR_WIDTH / scale);
    }

    /** Bucket 0 is for what is negative; then one bucket for each value below 2^(bits+1); then 2^bits for each power. */
    private static void power(TextBuffer out, int bucket, int bits) {
        if (bucket == 0) {
            out.append("(..., 0)");
        } else if (bucket <= 2 << bits) {
            out.append('[').decimal(bucket - 1).append(']');
        } else {
            bound(out.append('['), bucket - 1, bits).append(", ");
            bound(out, bucket, bits).append(')');
        }
    }

    /** The value above a bucket. */
    private static TextBuffer bound(TextBuffer out, int bucket, int bits) {
        if (bucket <= 2 << bits) {
            return out.decimal(bucket);
        }
        int parts = 1 << bits;
        int power = (bucket >> bits) - 1;
        out.decimal((long) (parts + (bucket & (parts - 1))) << power % 10);
        return power < 10 ? out : out.append(SUFFIXES.charAt(power / 10 - 1));
    }

    private static TextBuffer step(TextBuffer out, long value, boolean suffixed) {
        if (!suffixed || value == 0 || value % KIBI != 0) {
            return out.decimal(value);
        }
        return value % MEBI == 0
                ? out.decimal(value / MEBI).append('M')
                : out.decimal(value / KIBI).append('K');
    }

    private static long most(long[] counts) {
        long most = 0;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }

    private static int first(long[] counts) {
        int first = 0;
        while (first < counts.length && counts[first] == 0) {
            first++;
        }
        return first;
    }

    private static int last(long[] counts) {
        int last = counts.length - 1;
        while (last >= 0 && counts[last] == 0) {
            last--;
        }
        return last;
    }
}
