package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.value.AggregateValue;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs count in the buckets that the types describe. */
class HistogramBucketTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyBucketStartsWhereTheLastEnds(int bits) {
        Aggregate.Hist hist = new Aggregate.Hist(bits);
        assertThat(hist.bucket(0)).isEqualTo(1);
        for (int bucket = 1; bucket < hist.buckets(); bucket++) {
            long lower = hist.lower(bucket);
            assertThat(hist.bucket(lower)).isEqualTo(bucket);
            if (bucket > 1) {
                assertThat(hist.bucket(lower - 1)).isEqualTo(bucket - 1);
            }
        }
        assertThat(hist.bucket(-1)).isEqualTo(hist.buckets() - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void powersOfTwo(int bits) {
        Aggregate.Hist hist = new Aggregate.Hist(bits);
        for (boolean signed : new boolean[] {true, false}) {
            String type = signed ? "int64" : "uint64";
            ScriptRun run = new ScriptRun(
                    "tracepoint:syscalls:sys_exit_read { @ = hist((" + type + ")args.ret, " + bits + "); }",
                    ScriptRun.Form.NEW_BPF);
            long[] expected = new long[hist.buckets()];
            for (long value : values()) {
                run.world.fields.put("ret", value);
                run.run(0);
                expected[signed && value < 0 ? 0 : hist.bucket(value)]++;
            }
            assertThat(run.map("@").entries().getFirst().value()).isEqualTo(new AggregateValue.Hist(bits, expected));
        }
    }

    @Test
    void equalSteps() {
        long[][] shapes = {
            {0, 100, 10}, {-10, 10, 7}, {-100, -10, 9}, {5, 6, 1}, {Long.MIN_VALUE, Long.MIN_VALUE + 5, 2}
        };
        for (long[] shape : shapes) {
            Aggregate.Lhist lhist = new Aggregate.Lhist(shape[0], shape[1], shape[2]);
            for (boolean signed : new boolean[] {true, false}) {
                ScriptRun run = new ScriptRun(
                        "tracepoint:syscalls:sys_exit_read { @ = lhist((" + (signed ? "int64" : "uint64")
                                + ")args.ret, " + shape[0] + ", " + shape[1] + ", " + shape[2] + "); }",
                        ScriptRun.Form.NEW_BPF);
                long[] expected = new long[lhist.buckets()];
                for (long value : values()) {
                    run.world.fields.put("ret", value);
                    run.run(0);
                    boolean huge = !signed && value < 0;
                    int bucket = huge || value >= lhist.max()
                            ? lhist.buckets() - 1
                            : value < lhist.min() ? 0 : 1 + (int) ((value - lhist.min()) / lhist.step());
                    expected[bucket]++;
                }
                assertThat(run.map("@").entries().getFirst().value())
                        .as("%s signed: %s", Arrays.toString(shape), signed)
                        .isEqualTo(new AggregateValue.Lhist(shape[0], shape[1], shape[2], expected));
            }
        }
    }

    /** Around every power of two, small numbers, and some at random. */
    private static long[] values() {
        LongStream around = LongStream.range(0, 64)
                .map(power -> 1L << power)
                .flatMap(power -> LongStream.of(power - 1, power, power + 1, -power));
        LongStream small = LongStream.rangeClosed(-130, 130);
        LongStream random = new Random(1).longs(100).map(value -> value >> (int) (value & 63));
        return LongStream.concat(LongStream.concat(around, small), random).toArray();
    }
}
