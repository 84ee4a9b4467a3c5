package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.kernel.Cpus;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What builtins and functions say of a process that the test started, compared with what /proc says. */
@Tag("kernel")
class FunctionsKernelTest {
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
    void theParent() throws IOException {
        long self = ProcessHandle.current().pid();
        List<String> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                threads.add(Files.readString(task.resolve("comm")).strip());
            }
        }
        String[] words =
                once("printf(\"%d %d %s\", ppid, ppid(curtask), pcomm)").split(" ", 3);
        assertThat(words[0]).isEqualTo("" + self);
        assertThat(words[1]).isEqualTo("" + self);
        assertThat(words[2]).isIn(threads);
    }

    @Test
    void theLeaderAndTheTask() throws IOException {
        assertThat(once("printf(\"%d %s %d %d\", leader_tid, leader_comm, curtask.tgid == pid, curtask.pid == tid)"))
                .isEqualTo(workload.pid() + " " + file("comm") + " 1 1");
    }

    @Test
    void idsAndNames() throws IOException {
        Path process = Path.of("/proc/" + workload.pid());
        Object uid = Files.getAttribute(process, "unix:uid");
        Object gid = Files.getAttribute(process, "unix:gid");
        Object user = Files.getAttribute(process, "unix:owner");
        assertThat(once("printf(\"%d %d %s %d %d\", uid, gid, username, pid(init), pid(curr_ns))"))
                .isEqualTo(uid + " " + gid + " " + user + " " + workload.pid() + " " + workload.pid());
    }

    @Test
    void constantsOfTheMachineAndTheSession() {
        assertThat(once("printf(\"%d %d %s\", ncpus, has_cpid, probetype)"))
                .isEqualTo(Cpus.possible() + " 0 tracepoint");
        assertThat(ScriptRun.text(
                        "begin { print((probetype, has_cpid)); } interval:ms:1 { print(probetype); exit(); }"))
                .isEqualTo("(special, false)\ninterval\n");
    }

    @Test
    void elapsedSinceTheSessionBegan() {
        long before = System.nanoTime();
        try (ScriptRun run = start("printf(\"%ld\\n\", elapsed)")) {
            workload.call("getppid", 3);
            run.finish();
            long most = System.nanoTime() - before;
            long last = 0;
            for (List<Value> event : run.sink().events) {
                long elapsed = ((Value.Int) event.getFirst()).value();
                assertThat(elapsed).isBetween(last + 1, most);
                last = elapsed;
            }
            assertThat(run.sink().events).hasSize(3);
        }
        try (ScriptRun run = ScriptRun.start("begin { print(elapsed); }")) {
            assertThat(((Value.Int) run.sink().events.getFirst().getFirst()).value())
                    .isBetween(1L, 10_000_000_000L);
        }
    }

    @Test
    void cgroups() throws IOException {
        String mount = null;
        for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
            String[] words = line.split(" ", -1);
            mount = mount == null && words[2].equals("cgroup2") ? words[1] : mount;
        }
        assumeThat(mount).as("no cgroup v2 file system is mounted").isNotNull();
        String own = file("cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow();
        Path group = Path.of(mount + own.substring(3));
        assumeThat(Files.isDirectory(group))
                .as("the workload's cgroup is not mounted here")
                .isTrue();
        assertThat(once("printf(\"%d\", cgroup == cgroupid(\"" + group + "\"))"))
                .isEqualTo("1");
    }

    @Test
    void bytesFromMemory() {
        byte[] bytes = HexFormat.of().parseHex("00ff41420a7f80");
        long address = workload.bytes(bytes);
        long file = workload.call("openat", 1, -100, workload.text("/dev/null"), 1);
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_write /pid == " + workload.pid()
                + " && args.fd == " + file
                + "/ { printf(\"%r|%rh|%rx\\n\", buf(args.buf, args.count), buf(args.buf, 3),"
                + " buf(args.buf, 2)); @[buf(args.buf, args.count)] = count(); $b = buf(args.buf, 7); print($b); }")) {
            workload.call("write", 1, file, address, bytes.length);
            workload.call("write", 1, file, address, 0);
            assertThat(run.finish()).isEqualTo("""
                            \\x00\\xffAB\\x0a\\x7f\\x80|00 ff 41|\\x00\\xff
                            \\x00\\xffAB\\x0a\\x7f\\x80
                            |00 ff 41|\\x00\\xff
                            \\x00\\xffAB\\x0a\\x7f\\x80
                            @[]: 1
                            @[\\x00\\xffAB\\x0a\\x7f\\x80]: 1
                            """);
            assertThat(run.sink().lost(Notice.Kind.READS)).isZero();
        }
        workload.call("close", 1, file);
    }

    @Test
    void bytesThatAreNotThereAreCounted() {
        try (ScriptRun run = start("print(buf(uptr(1), 100)); print(buf(kptr(1), pid))")) {
            workload.call("getppid", 1);
            assertThat(run.finish()).isEqualTo("\n\n");
            assertThat(run.sink().lost(Notice.Kind.READS)).isEqualTo(2);
        }
    }

    @Test
    void bytesLongerThanTheLimitAreCut() {
        long address = workload.bytes("x".repeat(5000).getBytes(StandardCharsets.US_ASCII));
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_openat /pid == " + workload.pid()
                + "/ { printf(\"%r\\n\", buf(args.filename, args.mode)); }")) {
            workload.call("openat", 1, -100, address, 0, 4000);
            assertThat(run.finish()).isEqualTo("x".repeat(1024) + "\n");
        }
    }

    @Test
    void firstBytesOfStrings() {
        long path = workload.text("/no/such/file");
        try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_openat /pid == " + workload.pid()
                + " && strncmp(str(args.filename), \"/no/\", 4) == 0/ { $s = str(args.filename);"
                + " print((strncmp($s, \"/no/such\", 8), strncmp($s, \"/no/such\", 9), strncmp($s, $s, 1024))); }")) {
            workload.call("openat", 1, -100, path);
            workload.call("openat", 1, -100, workload.text("/none"));
            workload.call("openat", 1, -100, workload.text(""));
            assertThat(run.finish()).isEqualTo("(0, 1, 0)\n");
        }
    }

    @Test
    void statistics() {
        String script = "tracepoint:syscalls:sys_enter_lseek /pid == " + workload.pid()
                + "/ { @all = stats(args.offset); @[args.whence] = stats(args.offset); }";
        try (ScriptRun run = ScriptRun.start(script)) {
            workload.call("lseek", 2, 99_999, 100, 1);
            workload.call("lseek", 1, 99_999, -50, 1);
            workload.call("lseek", 1, 99_999, -7, 2);
            workload.call("lseek", 1, 99_999, 10, 3);
            assertThat(run.finish()).isEqualTo("""
                    @[2]: { .count = 1, .average = -7, .total = -7 }
                    @[3]: { .count = 1, .average = 10, .total = 10 }
                    @[1]: { .count = 3, .average = 50, .total = 150 }
                    @all: { .count = 5, .average = 30, .total = 153 }
                    """);
        }
    }

    @Test
    void howManyElementsAMapHas() {
        String script = "tracepoint:syscalls:sys_enter_lseek /pid == " + workload.pid()
                + "/ { @[args.offset] = count(); @whole[args.offset, 1] = 1; print((len(@), len(@whole)));"
                + " if (args.whence) { delete(@whole, (args.offset, 1)); } }";
        try (ScriptRun run = ScriptRun.start(script)) {
            workload.call("lseek", 2, 99_999, 100, 0);
            workload.call("lseek", 1, 99_999, 200, 1);
            workload.call("lseek", 1, 99_999, 300, 0);
            assertThat(run.finish()).startsWith("(1, 1)\n(1, 1)\n(2, 2)\n(3, 2)\n");
        }
    }

    @Test
    void numbersOfTheTracersNamespace() throws Exception {
        assumeThat(Path.of("/usr/bin/unshare")).exists();
        // A tracer in a namespace of its own is process 1 there; from here it has another number.
        Process tracer = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FunctionsKernelTest.class.getName(),
                        "begin { printf(\"%d %d %d\", pid, pid(curr_ns), pid(init) > 1); }")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(tracer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(tracer.waitFor()).as("a namespace of the test's own").isZero();
        assertThat(printed).isEqualTo("1 1 1");
    }

    /** Runs a script and prints what it printed. */
    public static void main(String[] args) {
        System.out.print(ScriptRun.text(args[0]));
    }

    @Test
    void clocksAndChance() {
        String[] first = once("printf(\"%ld %d %d\", jiffies, numaid, rand)").split(" ", -1);
        String[] second = once("printf(\"%ld %d %d\", jiffies, numaid, rand)").split(" ", -1);
        assertThat(Long.parseLong(second[0])).isGreaterThanOrEqualTo(Long.parseLong(first[0]));
        assertThat(Path.of("/sys/devices/system/node/node" + first[1]))
                .satisfiesAnyOf(
                        node -> assertThat(node).isDirectory(),
                        node -> assertThat(first[1]).isEqualTo("0"));
    }

    @Test
    void commandsKnowTheirProcess() throws IOException {
        CompileOptions options = CompileOptions.DEFAULT.withChild(4711);
        try (ScriptRun run = ScriptRun.start("begin { print((has_cpid, cpid)); }", options)) {
            run.session().run();
            assertThat(run.text()).isEqualTo("(true, 4711)\n");
        }
    }

    /** What a script prints at one call of the workload's. */
    private static String once(String statements) {
        try (ScriptRun run = start(statements)) {
            workload.call("getppid", 1);
            return run.finish();
        }
    }

    private static ScriptRun start(String statements) {
        return ScriptRun.start(
                "tracepoint:syscalls:sys_enter_getppid /pid == " + workload.pid() + "/ { " + statements + "; }");
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("/proc/" + workload.pid() + "/" + name)).strip();
    }
}
