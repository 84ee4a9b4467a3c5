package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Builtins, functions and aggregates, from the script's text to the printed text, on calls whose values are known. */
@Tag("kernel")
class LanguageKernelTest {
    private static Workload workload;

    @BeforeAll
    static void start() {
        Rights.assume();
        workload = Workload.start();
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void whoMadeTheCall() throws Exception {
        workload.name("skep work".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        workload.pin(0);
        try (ScriptRun run =
                start("getppid", "{ printf(\"%d %d %s %d %d %s\\n\", pid, tid, comm, cpu, uid, probe); }")) {
            workload.call("getppid", 1);
            String[] words = run.finish().strip().split(" ", -1);
            assertThat(words[0]).isEqualTo("" + workload.pid());
            assertThat(Path.of("/proc/" + workload.pid() + "/task/" + words[1])).isDirectory();
            assertThat(words[2] + " " + words[3]).isEqualTo("skep work");
            assertThat(words[4]).isEqualTo("0");
            Object uid = Files.getAttribute(Path.of("/proc/" + workload.pid()), "unix:uid");
            assertThat(words[5]).isEqualTo("" + uid);
            assertThat(words[6]).isEqualTo("tracepoint:syscalls:sys_enter_getppid");
        }
    }

    @Test
    void timeGoesOn() {
        try (ScriptRun run = start("getppid", "{ printf(\"%ld\\n\", nsecs); }")) {
            workload.call("getppid", 100);
            run.finish();
            long before = 0;
            for (List<Value> event : run.sink().events) {
                long now = ((Value.Int) event.getFirst()).value();
                assertThat(now).isGreaterThan(before);
                before = now;
            }
            assertThat(run.sink().events).hasSize(100);
        }
    }

    @Test
    void argumentsOfCalls() {
        try (ScriptRun run =
                start("lseek", "{ printf(\"%d %d %ld %x\\n\", args.fd, args.whence, args->offset, args.offset); }")) {
            workload.call("lseek", 1, 1234, 0x7_0000_0001L, 77);
            assertThat(run.finish()).isEqualTo("1234 77 30064771073 1\n");
        }
    }

    @Test
    void resultsOfCalls() {
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_exit_close /pid == " + workload.pid()
                + " && args.ret < 0/ { printf(\"%d\\n\", args.ret); @[-args.ret] = count(); }")) {
            workload.call("close", 3, 99_999);
            assertThat(run.finish()).isEqualTo("-9\n-9\n-9\n@[9]: 3\n");
        }
    }

    @Test
    void stringsFromMemory() {
        long path = workload.text("/no/such/file");
        try (ScriptRun run = start(
                "openat",
                "{ printf(\"%s|%s|%-6s|\\n\", str(args.filename), str(args->filename, 4), str(args.filename, 4)); }")) {
            workload.call("openat", 2, -100, path);
            assertThat(run.finish()).isEqualTo("/no/such/file|/no|/no   |\n".repeat(2));
        }
    }

    @Test
    void stringsThatAreTooLongAreCutAndSaySo() {
        long path = workload.text("x".repeat(3000));
        try (ScriptRun run = start("openat", "{ printf(\"%s\\n\", str(args.filename)); }")) {
            workload.call("openat", 1, -100, path);
            assertThat(run.finish()).isEqualTo("x".repeat(1023) + "..\n");
        }
    }

    @Test
    void stringsThatCannotBeReadAreEmptyAndCounted() {
        try (ScriptRun run = start("openat", "{ printf(\"[%s]\\n\", str(args.filename)); }")) {
            workload.call("openat", 4, -100, 8);
            assertThat(run.finish()).isEqualTo("[]\n".repeat(4));
            assertThat(run.sink().lost(Notice.Kind.READS)).isEqualTo(4);
        }
    }

    @Test
    void everyAggregate() {
        String body = "{ @avg = avg(args.offset); @count = count(); @max = max(args.offset); @min = min(args.offset);"
                + " @sum = sum(args.offset); @hist = hist(args.offset); @lhist = lhist(args.offset, 0, 100, 10); }";
        try (ScriptRun run = start("lseek", body)) {
            for (long offset : new long[] {1, 2, 3, 50, 144}) {
                workload.call("lseek", 1, 9999, offset, 99);
            }
            assertThat(run.finish()).isEqualTo("""
                            @avg: 40
                            @count: 5
                            @hist:
                            [1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                            [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                            [4, 8)                 0 |                                                    |
                            [8, 16)                0 |                                                    |
                            [16, 32)               0 |                                                    |
                            [32, 64)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                            [64, 128)              0 |                                                    |
                            [128, 256)             1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

                            @lhist:
                            [0, 10)                3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                            [10, 20)               0 |                                                    |
                            [20, 30)               0 |                                                    |
                            [30, 40)               0 |                                                    |
                            [40, 50)               0 |                                                    |
                            [50, 60)               1 |@@@@@@@@@@@@@@@@@                                   |
                            [60, 70)               0 |                                                    |
                            [70, 80)               0 |                                                    |
                            [80, 90)               0 |                                                    |
                            [90, 100)              0 |                                                    |
                            [100, ...)             1 |@@@@@@@@@@@@@@@@@                                   |

                            @max: 144
                            @min: 1
                            @sum: 200
                            """);
        }
    }

    @Test
    void everyAggregateOfNegativeNumbers() {
        String body = "{ @avg = avg(args.fd); @max = max(args.fd); @min = min(args.fd); @sum = sum(args.fd);"
                + " @hist = hist(args.fd); @lhist = lhist(args.fd, -10, 0, 5); }";
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_getpgid /pid == " + workload.pid() + "/ "
                + body.replace("args.fd", "args.pid"))) {
            for (long number : new long[] {-7, -3, -40}) {
                workload.call("getpgid", 1, number);
            }
            assertThat(run.finish()).isEqualTo("""
                            @avg: -16
                            @hist:
                            (..., 0)               3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                            @lhist:
                            (..., -10)             1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                            [-10, -5)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                            [-5, 0)                1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                            @max: -3
                            @min: -40
                            @sum: -50
                            """);
        }
    }

    @Test
    void keyedAggregates() {
        try (ScriptRun run =
                start("lseek", "{ @h[args.fd, \"x\"] = hist(args.offset); @a[args.fd] = avg(args.offset); }")) {
            workload.call("lseek", 3, 8001, 6, 99);
            workload.call("lseek", 1, 8002, 1, 99);
            workload.call("lseek", 1, 8002, 1, 99);
            assertThat(run.finish()).isEqualTo("""
                            @a[8002]: 1
                            @a[8001]: 6
                            @h[8002, x]:
                            [1]                    2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                            @h[8001, x]:
                            [4, 8)                 3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                            """);
        }
    }

    @Test
    void latencyByThread() {
        String pid = "/pid == " + workload.pid() + "/";
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_getppid " + pid + " { @start[tid] = nsecs; }"
                + " t:syscalls:sys_exit_getppid /@start[tid]/ {"
                + " @ns = hist(nsecs - @start[tid]); delete(@start[tid]); @left = 0; }")) {
            workload.call("getppid", 500);
            run.finish();
            AggregateValue.Hist latency = (AggregateValue.Hist) run.aggregate("@ns");
            assertThat(latency.number()).isEqualTo(500);
            assertThat(latency.counts()[0]).as("negative latencies").isZero();
            assertThat(run.sink().maps).extracting(map -> map.name()).containsExactly("@left", "@ns");
        }
    }

    @Test
    void conditionsAndVariables() {
        try (ScriptRun run = start(
                "lseek",
                "{ $x = args.fd * 2 - 1; if ($x > 100 && $x % 2 == 1) { @big[$x] = count(); } else if ($x == 9) { @nine++; }"
                        + " else { @small = max($x); } }")) {
            for (long fd : new long[] {5, 60, 50, 7, 60}) {
                workload.call("lseek", 1, fd, 0, 99);
            }
            assertThat(run.finish()).isEqualTo("@big[119]: 2\n@nine: 1\n@small: 99\n");
        }
    }

    @Test
    void kernelStacks() {
        try (ScriptRun run =
                start("getppid", "{ @[kstack] = count(); @few[kstack(2)] = count(); printf(\"%s\", kstack(1)); }")) {
            workload.call("getppid", 3);
            run.finish();
            assertThat(run.sink().maps).hasSize(2);
            assertThat(run.sink().maps.get(1).entries()).hasSize(1);
            Value.Stack few = (Value.Stack)
                    run.sink().maps.get(1).entries().getFirst().key().getFirst();
            assertThat(few.frames()).hasSize(2);
            assertThat(run.sink().maps.get(0).entries().getFirst().value()).isEqualTo(new AggregateValue.Count(3));
            assertThat(run.sink().events).hasSize(3);
        }
    }

    @Test
    void whatUserSpaceRenders() {
        long before = System.currentTimeMillis();
        try (ScriptRun run = start(
                "lseek",
                "{ printf(\"%s %s %s\", username, ntop(args.fd), strftime(\"%s%f\", nsecs)); @[ksym(0), username] = 1; }")) {
            workload.call("lseek", 1, 0x0100007f, 0, 99);
            run.finish();
            List<Value> values = run.sink().events.getFirst();
            String user = System.getProperty("user.name");
            assertThat(values.get(0)).hasToString(user);
            assertThat(values.get(1)).hasToString("127.0.0.1");
            assertThat(Long.parseLong(values.get(2).toString()) / 1000).isBetween(before, System.currentTimeMillis());
            assertThat(run.sink().maps.getFirst().entries().getFirst().key()).hasToString("[0x0, " + user + "]");
        }
    }

    @Test
    void exitDropsWhatComesBehindIt() {
        try (ScriptRun run = start(
                "lseek", "{ printf(\"%d\\n\", args.fd); if (args.fd == 3) { exit(); } } END { printf(\"end\\n\"); }")) {
            for (long fd = 1; fd <= 6; fd++) {
                workload.call("lseek", 1, fd, 0, 99);
            }
            run.session().run();
            assertThat(run.text()).isEqualTo("1\n2\n3\nend\n");
        }
    }

    @Test
    void exitCodes() {
        try (ScriptRun run = ScriptRun.start("BEGIN { exit(7); } END { printf(\"bye\\n\"); }")) {
            run.session().run();
            assertThat(run.session().exitCode()).isEqualTo(7);
            assertThat(run.text()).isEqualTo("bye\n");
        }
    }

    @Test
    void intervalsPrintAndClear() {
        try (ScriptRun run =
                ScriptRun.start("t:syscalls:sys_enter_getppid /pid == " + workload.pid() + "/ { @ = count(); }"
                        + " interval:ms:20 { print(@); clear(@); @rounds++; if (@rounds == 5) { exit(); } }")) {
            for (int round = 0; round < 10; round++) {
                workload.call("getppid", 1000);
            }
            run.session().run();
            assertThat(run.sink().printed).hasSizeBetween(4, 5);
            assertThat(run.sink().attached).isEqualTo(2);
        }
    }

    /** What is read and removed is one step, but for an update that a CPU is just making. */
    @Test
    void nothingFallsBetweenPrintAndClear() {
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_getppid /pid == " + workload.pid()
                + "/ { @[tid] = count(); }" + " interval:ms:1 { print(@); clear(@); }")) {
            Thread reader = Thread.ofPlatform().start(run.session()::run);
            workload.call("getppid", 300_000);
            run.session().stop();
            join(reader);
            long printed = 0;
            for (MapResult map : run.sink().printed) {
                printed += sum(map);
            }
            assertThat(run.sink().printed).hasSizeGreaterThan(3);
            for (MapResult map : run.sink().maps) {
                printed += sum(map);
            }
            assertThat(printed).isBetween(300_000L - run.sink().printed.size(), 300_000L);
        }
    }

    private static long sum(MapResult map) {
        long sum = 0;
        for (MapResult.Entry entry : map.entries()) {
            sum += ((AggregateValue.Count) entry.value()).count();
        }
        return sum;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void printsMapsPartly() {
        assertThat(
                        ScriptRun.text(
                                "BEGIN { @x[1] = 10; @x[2] = 30; @x[3] = 20; print(@x, 2); print(@x, 0, 10); print(@x[2]); clear(@x); }"))
                .isEqualTo("@x[3]: 20\n@x[2]: 30\n@x[1]: 1\n@x[3]: 2\n@x[2]: 3\n30\n");
    }

    @Test
    void printsValues() {
        assertThat(ScriptRun.text(
                        "BEGIN { print(5); print(\"abc\"); print((1, \"a\", (-2, \"b\"))); $x = -7; print($x); }"))
                .isEqualTo("5\nabc\n(1, a, (-2, b))\n-7\n");
    }

    @Test
    void beginAndEndInOrder() {
        assertThat(
                        ScriptRun.text(
                                "BEGIN { printf(\"a\"); } begin { printf(\"b\"); } END { printf(\"c\"); } end { printf(\"d\\n\"); }"))
                .isEqualTo("abcd\n");
    }

    @Test
    void scalarsThatWereAssignedArePrinted() {
        assertThat(
                        ScriptRun.text(
                                "BEGIN { @a = 0; @b = \"\"; @c = 5; delete(@c); @d = count(); if (@a) { @e = 1; } clear(@d); }"))
                .isEqualTo("@a: 0\n@b: \n");
    }

    @Test
    void deletesKeys() {
        assertThat(ScriptRun.text(
                        "BEGIN { @x[1] = 1; @x[2] = 2; @y[\"a\", 1] = count(); delete(@x, 1); delete(@y[\"a\", 1]); }"))
                .isEqualTo("@x[2]: 2\n");
    }

    @Test
    void errorsOfScriptsNameThePlace() {
        assertThatThrownBy(() -> ScriptRun.start("BEGIN { printf(\"%d\\n\"); @x = nosuch; }"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("script:1:")
                .hasMessageContaining("~~~");
    }

    private static ScriptRun start(String call, String body) {
        return ScriptRun.start("tracepoint:syscalls:sys_enter_" + call + " /pid == " + workload.pid() + "/ " + body);
    }
}
