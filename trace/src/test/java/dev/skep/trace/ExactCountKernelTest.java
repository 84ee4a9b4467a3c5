package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand system calls are counted as ten thousand, from one CPU and from two at once. */
@Tag("kernel")
class ExactCountKernelTest {
    private static final int CALLS = 10_000;

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
                "tracepoint:syscalls:sys_enter_getppid /pid == PID/ { @ = count(); }",
                "tracepoint:syscalls:sys_exit_getppid /pid == PID/ { @ = sum(1); }",
                "tracepoint:syscalls:sys_enter_getppid /pid == PID/ { @++; }",
                "tracepoint:syscalls:sys_enter_getppid /pid == PID/ { @ += 1; }",
                "tracepoint:syscalls:sys_enter_getppid { if (pid == PID) { @ = count(); } }",
            })
    void onOneCpu(String script) {
        try (ScriptRun run = ScriptRun.start(script.replace("PID", "" + first.pid()))) {
            first.call("getppid", CALLS);
            assertThat(run.finish()).isEqualTo("@: 10000\n");
            assertThat(run.sink().notices).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracepoint:syscalls:sys_enter_getppid FILTER { @[0] = count(); }",
                "tracepoint:syscalls:sys_enter_getppid FILTER { @[0] = sum(1); }",
                "tracepoint:syscalls:sys_enter_getppid FILTER { @[0]++; }",
                "tracepoint:syscalls:sys_enter_getppid FILTER { @[0] += 1; }",
            })
    void onTwoCpusAtOnce(String script) throws InterruptedException {
        String filter = "/pid == " + first.pid() + " || pid == " + second.pid() + "/";
        try (ScriptRun run = ScriptRun.start(script.replace("FILTER", filter))) {
            together();
            assertThat(run.finish()).isEqualTo("@[0]: 20000\n");
            assertThat(run.sink().notices).isEmpty();
        }
    }

    @Test
    void scalarsOnTwoCpusAtOnce() throws InterruptedException {
        String filter = "/pid == " + first.pid() + " || pid == " + second.pid() + "/";
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_getppid " + filter
                + " { @a++; @b = count(); @c = sum(2); @d = avg(3); @e = hist(4); @f = max(5); @g[pid] = count(); }")) {
            together();
            String text = run.finish();
            assertThat(text)
                    .startsWith("@a: 20000\n@b: 20000\n@c: 40000\n@d: 3\n@e:\n[4, 8)             20000 |@")
                    .contains("@f: 5\n")
                    .contains("@g[" + first.pid() + "]: 10000\n")
                    .contains("@g[" + second.pid() + "]: 10000\n");
        }
    }

    private static void together() throws InterruptedException {
        List<Thread> threads = List.of(
                Thread.ofPlatform().start(() -> first.call("getppid", CALLS)),
                Thread.ofPlatform().start(() -> second.call("getppid", CALLS)));
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
