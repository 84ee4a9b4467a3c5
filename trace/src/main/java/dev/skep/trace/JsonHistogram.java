package dev.skep.trace;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.TextBuffer;

/**
 * Histograms as JSON: an object for each bucket from the first that holds something to the last. {@code min} and
 * {@code max} both belong to the bucket; where it has no end on a side, that one is left out.
 */
final class JsonHistogram {
    private JsonHistogram() {}

    /** Appends a histogram by powers of two, its counts divided. */
    static void append(TextBuffer out, AggregateValue.Hist hist, long divisor) {
        Aggregate.Hist shape = new Aggregate.Hist(hist.bits());
        long[] counts = hist.counts();
        int last = last(counts);
        out.append('[');
        for (int i = first(counts); i <= last; i++) {
            out.append('{');
            if (i > 0) {
                bound(out, "min", shape.lower(i), false);
            }
            // Behind the last bucket 2^64 would follow: its end is the greatest number of all.
            long max = i == 0 || i == shape.buckets() - 1 ? -1 : shape.lower(i + 1) - 1;
            bound(out, "max", max, i == 0);
            count(out, Long.divideUnsigned(counts[i], divisor), i == last);
        }
        out.append(']');
    }

    /** Appends a histogram of equal steps. */
    static void append(TextBuffer out, AggregateValue.Lhist lhist) {
        long[] counts = lhist.counts();
        int last = last(counts);
        out.append('[');
        for (int i = first(counts); i <= last; i++) {
            out.append('{');
            if (i > 0) {
                bound(out, "min", Math.min(lhist.min() + (i - 1) * lhist.step(), lhist.max()), true);
            }
            if (i < counts.length - 1) {
                bound(out, "max", Math.min(lhist.min() + i * lhist.step(), lhist.max()) - 1, true);
            }
            count(out, counts[i], i == last);
        }
        out.append(']');
    }

    private static void bound(TextBuffer out, String name, long value, boolean signed) {
        out.append('"').append(name).append("\": ");
        JsonText.number(out, value, signed);
        out.append(", ");
    }

    private static void count(TextBuffer out, long count, boolean last) {
        out.append("\"count\": ");
        JsonText.number(out, count, false);
        out.append(last ? "}" : "},");
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
