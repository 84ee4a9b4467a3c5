package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a script is about to cost, against a process whose calls are counted. */
@Tag("kernel")
class RatesKernelTest {
    private static final Duration TIME = Duration.ofMillis(300);

    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    @Test
    void countsTheEventsAndThoseThatThePredicateTakes() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong calls = new AtomicLong();
        try (Workload workload = Workload.start()) {
            Thread caller = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    workload.call("getppid", 100);
                    calls.addAndGet(100);
                }
            });
            String pid = "pid == " + workload.pid();
            List<Rates.Rate> rates = rates(
                    "begin { @x = 1; } tracepoint:syscalls:sys_enter_getppid /" + pid
                            + "/ { @[comm] = count(); } t:syscalls:sys_enter_getppid /@x == 1 && " + pid
                            + "/ { printf(\"%d\", pid); } t:syscalls:sys_exit_*pid { @y[probe] = count(); } end { clear(@x); }");
            stop.set(true);
            caller.join();
            assertThat(rates)
                    .extracting(Rates.Rate::probe)
                    .containsExactly(
                            "tracepoint:syscalls:sys_enter_getppid",
                            "t:syscalls:sys_enter_getppid",
                            "t:syscalls:sys_exit_*pid");
            Rates.Rate first = rates.getFirst();
            assertThat(first.taken()).isPositive();
            assertThat(first.taken() * TIME.toMillis() / 1000).isLessThanOrEqualTo((double) calls.get());
            assertThat(first.taken()).isLessThanOrEqualTo(first.events());
            assertThat(first.nanos()).isGreaterThan(first.events());
            // The predicate of the second reads a map: it counts as if it took all.
            assertThat(rates.get(1).taken()).isEqualTo(rates.get(1).events()).isPositive();
            assertThat(rates.get(2).places()).isGreaterThan(1);
            assertThat(rates.get(2).events()).isPositive();
        }
    }

    @Test
    void ofAProgramWithoutEventsThereIsNothingToCount() {
        assertThat(rates("begin { print(1); } end { print(2); }")).isEmpty();
    }

    private static List<Rates.Rate> rates(String text) {
        try (Tracer tracer = new Tracer()) {
            CompiledScript script = tracer.compile(text, CompileOptions.DEFAULT);
            return Rates.count(tracer.kernel(), new Source("stdin", text), script, CompileOptions.DEFAULT, TIME);
        }
    }
}
