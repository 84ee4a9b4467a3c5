package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type first, as they type it, beside a workload of the test's own. Times are shortened to a second. */
@Tag("kernel")
class OneLinersKernelTest {
    private static final int CALLS = 10_000;
    private static final String NAME = "skep" + ProcessHandle.current().pid();

    private static Workload workload;

    @BeforeAll
    static void start() {
        Rights.assume();
        workload = Workload.start();
        workload.name(NAME.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void filesOpenedByProcess() {
        long path = workload.text("/no/such/file of mine");
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_openat { printf(\"%s %s\\n\", comm, str(args.filename)); }")) {
            workload.call("openat", 3, -100, path);
            assertThat(run.finish().lines().filter(line -> line.startsWith(NAME + " ")))
                    .hasSize(3)
                    .containsOnly(NAME + " /no/such/file of mine");
        }
    }

    @Test
    void systemCallsByProgram() {
        try (ScriptRun run = ScriptRun.start("tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }")) {
            workload.call("getppid", CALLS);
            run.finish();
            // The workload also reads its order and writes its answer.
            assertThat(number(run, "@", string(NAME))).isBetween(CALLS + 1L, CALLS + 100L);
        }
    }

    @Test
    void systemCallsByProcess() {
        try (ScriptRun run = ScriptRun.start("tracepoint:raw_syscalls:sys_enter { @[pid, comm] = count(); }")) {
            workload.call("getppid", CALLS);
            run.finish();
            MapResult map = run.sink().maps.getFirst();
            assertThat(map.entries().stream()
                            .filter(entry -> entry.key().get(1).equals(string(NAME)))
                            .map(entry -> ((Value.Int) entry.key().getFirst()).value()))
                    .containsExactly(workload.pid());
        }
    }

    @Test
    void readSizesOfOneProcess() {
        long zero = workload.call("openat", 1, -100, workload.text("/dev/zero"));
        long buffer = workload.bytes(new byte[8192]);
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_exit_read /pid == " + workload.pid() + "/ { @bytes = hist(args->ret); }")) {
            workload.call("read", 30, zero, buffer, 5000);
            workload.call("read", 7, zero, buffer, 1024);
            assertThat(run.finish())
                    .contains("\n[1K, 2K)               7 |@@@@")
                    .contains("\n[4K, 8K)              30 |@@@@");
        }
        workload.call("close", 1, zero);
    }

    @Test
    void errorsAndTotals() {
        long zero = workload.call("openat", 1, -100, workload.text("/dev/zero"));
        long buffer = workload.bytes(new byte[8192]);
        try (ScriptRun errors =
                        ScriptRun.start("t:syscalls:sys_exit_read /args->ret < 0/ { @[- args->ret] = count(); }");
                ScriptRun totals =
                        ScriptRun.start("t:syscalls:sys_exit_read /args->ret > 0/ { @bytes = sum(args->ret); }");
                ScriptRun byProgram = ScriptRun.start(
                        "tracepoint:syscalls:sys_exit_read /args->ret/ { @[comm] = sum(args->ret); }")) {
            workload.call("read", 50, 99_999, buffer, 1);
            workload.call("read", 1000, zero, buffer, 8000);
            errors.finish();
            totals.finish();
            byProgram.finish();
            assertThat(number(errors, "@", new Value.Int(9, true))).isGreaterThanOrEqualTo(50);
            assertThat(number(totals, "@bytes")).isGreaterThanOrEqualTo(8_000_000);
            // 50 times -9 (EBADF), and the orders that the workload reads.
            assertThat(number(byProgram, "@", string(NAME))).isBetween(8_000_000L - 450, 8_000_000L + 500);
        }
        workload.call("close", 1, zero);
    }

    @Test
    void latencyInMicroseconds() {
        try (ScriptRun run = ScriptRun.start(
                "t:syscalls:sys_enter_getppid { @start[tid] = nsecs; } t:syscalls:sys_exit_getppid /@start[tid]/ {"
                        + " @us[comm] = sum(nsecs - @start[tid]); delete(@start[tid]); }"
                        + " END { print(@us, 0, 1000); clear(@us); clear(@start); }")) {
            workload.call("getppid", CALLS);
            run.finish();
            assertThat(run.sink().printed).hasSize(1);
            long nanos = ((AggregateValue)
                            Objects.requireNonNull(run.sink().printed.getFirst().get(string(NAME))))
                    .number();
            assertThat(nanos).isGreaterThan(CALLS);
            assertThat(run.text()).contains("@us[" + NAME + "]: " + nanos / 1000 + "\n");
            assertThat(run.sink().maps).isEmpty();
        }
    }

    @Test
    void blockIoSizes(@TempDir Path directory) throws IOException {
        try (ScriptRun run = ScriptRun.start("tracepoint:block:block_rq_issue { @ = hist(args->bytes); }");
                FileChannel file = FileChannel.open(
                        directory.resolve("data"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1 << 20));
            file.force(true);
            run.finish();
            assumeThat(run.sink().maps)
                    .as("the temporary directory is on no block device")
                    .isNotEmpty();
            assertThat(run.text()).startsWith("@:\n").contains("|@");
        }
    }

    @Test
    void pageFaults() throws Exception {
        try (ScriptRun run = ScriptRun.start("software:faults:1 { @[comm] = count(); }");
                ScriptRun alias = ScriptRun.start("s:faults:1 { @ = count(); }")) {
            assertThat(new ProcessBuilder("true").start().waitFor()).isZero();
            run.finish();
            alias.finish();
            assertThat(number(run, "@", string("true"))).isGreaterThan(10);
            assertThat(number(alias, "@")).isGreaterThan(10);
        }
    }

    @Test
    void kernelStacksByProfile() {
        try (ScriptRun run = ScriptRun.start("profile:hz:99 { @[kstack] = count(); } interval:s:1 { exit(); }")) {
            workload.call("getppid", 3_000_000);
            run.session().run();
            MapResult map = run.sink().maps.getFirst();
            assertThat(map.entries()).isNotEmpty();
            assertThat(map.entries().stream()
                            .flatMap(entry -> ((Value.Stack) entry.key().getFirst()).frames().stream())
                            .map(Value.Frame::symbol))
                    .contains("do_syscall_64");
        }
    }

    @Test
    void schedulerEvents() {
        try (ScriptRun run =
                ScriptRun.start("tracepoint:sched:sched* { @[probe] = count(); } interval:s:1 { exit(); }")) {
            workload.call("sched_yield", 100);
            run.session().run();
            assertThat(number(run, "@", string("tracepoint:sched:sched_switch")))
                    .isPositive();
            assertThat(run.sink().attached).isGreaterThan(5);
        }
    }

    @Test
    void openVariants() {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_open* { @[probe] = count(); }")) {
            workload.call("openat", 5, -100, 0);
            run.finish();
            assertThat(number(run, "@", string("tracepoint:syscalls:sys_enter_openat")))
                    .isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aliases() {
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_getppid /comm == \"" + NAME
                + "\"/ { @t = count(); } p:hz:99 { @p = count(); } i:ms:50 { @i = count(); } i:s:1 { exit(); }")) {
            workload.call("getppid", 10);
            run.session().run();
            assertThat(number(run, "@t")).isEqualTo(10);
            assertThat(number(run, "@p")).isPositive();
            assertThat(number(run, "@i")).isBetween(10L, 21L);
        }
    }

    @Test
    void onlyOneProcess() {
        CompileOptions options = CompileOptions.DEFAULT.withPid((int) workload.pid());
        try (ScriptRun run =
                ScriptRun.start("BEGIN { @begin = 1; } t:raw_syscalls:sys_enter { @[pid] = count(); }", options)) {
            workload.call("getppid", 100);
            run.finish();
            assertThat(run.session().map("@").entries()).hasSize(1);
            assertThat(number(run, "@", new Value.Int(workload.pid(), false))).isGreaterThan(100);
            assertThat(run.text()).contains("@begin: 1\n");
        }
    }

    private static long number(ScriptRun run, String map, Value... key) {
        return run.aggregate(map, key).number();
    }

    private static Value string(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }
}
