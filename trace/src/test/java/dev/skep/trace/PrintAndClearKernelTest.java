package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes make a known number of calls, from two CPUs at once, while every ten milliseconds the map that counts them is
 * printed and cleared: what was printed and what is left at the end add up to the calls, none more and none less.
 */
@Tag("kernel")
class PrintAndClearKernelTest {
    private static final int CALLS = 100_000;

    private static Workload first;
    private static Workload second;

    @BeforeAll
    static void start() {
        Rights.assume();
        first = Workload.start();
        second = Workload.start();
        first.pin(0);
        second.pin(Runtime.getRuntime().availableProcessors() - 1);
    }

    @AfterAll
    static void stop() {
        if (first != null) {
            first.close();
            second.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@ = count()",
                "@ = sum(1)",
                "@ = avg(1)",
                "@ = hist(1)",
                "@ = lhist(1, 0, 10, 1)",
                "@++",
                "@ += 1",
                "@[0] = count()",
                "@[pid] = sum(1)",
                "@[comm] = avg(1)",
                "@[comm, pid] = hist(1)",
                "@[0] = lhist(1, 0, 10, 1)",
                "@[0]++",
                "@[pid, comm] += 1",
                "@[(uint8)1, comm] = count()",
            })
    void losesNothing(String update) throws InterruptedException {
        String filter = "/pid == " + first.pid() + " || pid == " + second.pid() + "/";
        String script = "t:syscalls:sys_enter_getppid " + filter + " { " + update
                + "; } interval:ms:10 { print(@); clear(@); }";
        try (ScriptRun run = ScriptRun.start(script)) {
            Thread together = Thread.ofPlatform().start(PrintAndClearKernelTest::together);
            while (together.isAlive()) {
                run.session().poll(java.time.Duration.ofMillis(20));
            }
            together.join();
            run.finish();
            assertThat(run.sink().notices).isEmpty();
            assertThat(run.sink().printed.size()).isGreaterThan(2);
            long total = 0;
            for (MapResult printed : run.sink().printed) {
                total += count(printed);
            }
            for (MapResult left : run.sink().maps) {
                total += count(left);
            }
            assertThat(total).isEqualTo(2L * CALLS);
        }
    }

    private static void together() {
        List<Thread> threads = List.of(
                Thread.ofPlatform().start(() -> first.call("getppid", CALLS)),
                Thread.ofPlatform().start(() -> second.call("getppid", CALLS)));
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often the map was updated. */
    private static long count(MapResult map) {
        long count = 0;
        for (MapResult.Entry entry : map.entries()) {
            count += switch (entry.value()) {
                case AggregateValue.Count value -> value.count();
                case AggregateValue.Sum value -> value.sum();
                case AggregateValue.Avg value -> value.count();
                case AggregateValue.Hist value -> sum(value.counts());
                case AggregateValue.Lhist value -> sum(value.counts());
                case Value.Int value -> value.value();
                default -> throw new AssertionError(entry);
            };
        }
        return count;
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
