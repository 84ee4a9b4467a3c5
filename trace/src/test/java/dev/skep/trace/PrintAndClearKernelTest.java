package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.arch.Arch;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes make a known number of calls, from two CPUs at once, while a timer interrupts what counts them to count in
 * the same map, and every ten milliseconds the map is printed and cleared: what was printed and what is left at the end add up
 * to the calls and interrupts, none more and none less.
 */
@Tag("kernel")
class PrintAndClearKernelTest {
    /** Calls that a process makes at a time. */
    private static final int CALLS = 10_000;

    /** How often it makes them at least, and at most, until there were as many printings. */
    private static final int ROUNDS = 3;

    private static final int MOST_ROUNDS = 200;

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
        losesNothing(update, "print(@); clear(@);");
    }

    @Test
    void losesNothingWhileMoreIsPrinted() throws InterruptedException {
        losesNothing("@[comm] = count()", "print(@); print(\"-\"); print(@interrupts); clear(@);");
    }

    private static void losesNothing(String update, String prints) throws InterruptedException {
        String script = "t:raw_syscalls:sys_enter /(FILTER) && args.id == GETPPID/ { UPDATE; }"
                + " profile:hz:1999 /FILTER/ { UPDATE; @interrupts++; } interval:ms:10 { " + prints + " }";
        try (ScriptRun run = start(script.replace("UPDATE", update))) {
            RecordingSink sink = run.sink();
            int rounds = 0;
            while (rounds < ROUNDS || rounds < MOST_ROUNDS && (sink.printed.size() < ROUNDS || interrupts(run) == 0)) {
                call(run);
                rounds++;
            }
            run.finish();
            assertThat(sink.notices).isEmpty();
            assertThat(sink.printed).hasSizeGreaterThanOrEqualTo(ROUNDS);
            long total = 0;
            long interrupts = 0;
            for (MapResult printed : sink.printed) {
                total += printed.name().equals("@") ? count(printed) : 0;
            }
            for (MapResult left : sink.maps) {
                if (left.name().equals("@")) {
                    total += count(left);
                } else {
                    interrupts += count(left);
                }
            }
            assertThat(interrupts).isPositive();
            assertThat(total).isEqualTo(2L * CALLS * rounds + interrupts);
        }
    }

    private static long interrupts(ScriptRun run) {
        return count(run.session().map("@interrupts"));
    }

    /** A number that counts up gives each run another one: what is made of all of them is known. */
    @Test
    void seesEachNumberOnce() throws InterruptedException {
        try (ScriptRun run =
                start("t:raw_syscalls:sys_enter /(FILTER) && args.id == GETPPID/ { $n = @n++; @least = min($n);"
                        + " @most = max($n); @sum = sum($n); @avg = avg($n); @h = hist($n); @k[0] = max($n); @l[0] = min($n);"
                        + " @a[0] = avg($n); @s[0] = sum($n); } profile:hz:1999 /FILTER/ { @least = min(7); @k[0] = max(7);"
                        + " @l[0] = min(7); }")) {
            for (int i = 0; i < ROUNDS; i++) {
                call(run);
            }
            long all = 2L * CALLS * ROUNDS;
            long sum = all * (all - 1) / 2;
            String text = run.finish();
            assertThat(run.sink().notices).isEmpty();
            assertThat(text)
                    .contains("@n: " + all + "\n")
                    .contains("@least: 0\n")
                    .contains("@most: " + (all - 1) + "\n")
                    .contains("@sum: " + sum + "\n")
                    .contains("@avg: " + sum / all + "\n")
                    .contains("@k[0]: " + (all - 1) + "\n")
                    .contains("@l[0]: 0\n")
                    .contains("@a[0]: " + sum / all + "\n")
                    .contains("@s[0]: " + sum + "\n");
        }
    }

    private static ScriptRun start(String script) {
        Arch arch = Objects.requireNonNull(Arch.ofMachine(System.getProperty("os.arch")));
        int number = arch.syscalls().number("getppid").orElseThrow();
        String filter = "pid == " + first.pid() + " || pid == " + second.pid();
        return ScriptRun.start(script.replace("FILTER", filter).replace("GETPPID", "" + number));
    }

    /** Both make their calls, while the session does what it is asked to. */
    private static void call(ScriptRun run) throws InterruptedException {
        List<Thread> threads = List.of(
                Thread.ofPlatform().start(() -> first.call("getppid", CALLS)),
                Thread.ofPlatform().start(() -> second.call("getppid", CALLS)));
        while (threads.stream().anyMatch(Thread::isAlive)) {
            run.session().poll(Duration.ofMillis(5));
        }
        for (Thread thread : threads) {
            thread.join();
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
