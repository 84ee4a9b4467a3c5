package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type first about the machine: its disks, its memory, its processors. Times are shortened to a second. */
@Tag("kernel")
class MachineOneLinersKernelTest {
    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    private static final String NAME = "skep" + ProcessHandle.current().pid();

    private static Workload workload;

    @TempDir
    private Path directory;

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
    void blockIoByProcess() throws IOException {
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:block:block_rq_issue { printf(\"%d %s %d\\n\", pid, comm, args->bytes); }")) {
            writeThrough();
            assertThat(issued(run.finish())).allMatch(line -> line.matches("\\d+ .* \\d+"));
        }
    }

    @Test
    void whoCausesBlockIo() throws IOException {
        try (ScriptRun issue = ScriptRun.start("tracepoint:block:block_rq_issue { @ = count(); }");
                ScriptRun stacks =
                        ScriptRun.start("t:block:block_rq_insert {printf(\"Block I/O by %s\\n\", kstack); }");
                ScriptRun user = ScriptRun.start("t:block:block_rq_insert {@[ustack] = count(); }");
                ScriptRun both = ScriptRun.start("t:block:block_rq_insert { @[kstack(3), comm] = count(); }")) {
            writeThrough();
            issue.finish();
            assumeThat(issue.sink().maps)
                    .as("the temporary directory is on no block device")
                    .isNotEmpty();
            // Requests that go past the scheduler of the device are not inserted: then there are none to show.
            stacks.finish();
            user.finish();
            both.finish();
            int inserted = stacks.sink().events.size();
            assumeThat(inserted).as("requests that were inserted").isPositive();
            assertThat(stacks.text()).startsWith("Block I/O by \n        ").contains("+");
            assertThat(total(user)).isPositive();
            assertThat(total(both)).isPositive();
            assertThat(both.sink().maps.getFirst().entries())
                    .allMatch(entry ->
                            ((Value.Stack) entry.key().getFirst()).frames().size() <= 3);
        }
    }

    @Test
    void blockEventsPerInterval() throws IOException {
        try (ScriptRun all = ScriptRun.start("t:block:* { @[probe] = count() } interval:s:1 { exit(); }");
                ScriptRun requests = ScriptRun.start(
                        "t:block:block_rq_* { @[probe] = count() } interval:s:1 { print(@); print(\"\\n\"); clear(@); }"
                                + " i:ms:1500 { exit(); }")) {
            writeThrough();
            all.session().run();
            requests.session().run();
            assumeThat(all.sink().maps)
                    .as("the temporary directory is on no block device")
                    .isNotEmpty();
            assertThat(all.aggregate("@", string("tracepoint:block:block_rq_issue"))
                            .number())
                    .isPositive();
            assertThat(requests.text())
                    .contains("@[tracepoint:block:block_rq_issue]: ")
                    .contains("]: ")
                    .contains("\n\n\n");
        }
    }

    @Test
    void majorFaults() throws IOException {
        Path file = directory.resolve("pages");
        Path copy = directory.resolve("copy");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(PAGES * PAGE));
            channel.force(true);
        }
        Files.createFile(copy);
        long in = workload.call("openat", 1, -100, workload.text(file.toString()));
        long out = workload.call("openat", 1, -100, workload.text(copy.toString()), 1);
        // POSIX_FADV_DONTNEED: the file's pages have to be read again.
        workload.call("fadvise64", 1, in, 0, 0, 4);
        long memory = workload.call("mmap", 1, 0, PAGES * PAGE, 1, 2, in, 0);
        assertThat(memory).isPositive();
        try (ScriptRun run = ScriptRun.start("software:major-faults:1 { @[comm] = count(); }")) {
            long before = majorFaultsSoFar();
            workload.call("write", 1, out, memory, PAGES * PAGE);
            long after = majorFaultsSoFar();
            run.finish();
            assumeThat(after)
                    .as("major faults: is the temporary directory in memory?")
                    .isGreaterThan(before);
            assertThat(run.aggregate("@", string(NAME)).number()).isEqualTo(after - before);
        } finally {
            workload.call("munmap", 1, memory, PAGES * PAGE);
            workload.call("close", 1, in);
            workload.call("close", 1, out);
        }
    }

    @Test
    void userStacksByProfile() {
        try (ScriptRun all = ScriptRun.start("profile:hz:99 { @[ustack] = count(); }");
                ScriptRun second = ScriptRun.start("profile:hz:45 { @[ustack] = count(); } interval:s:1 { exit(); }");
                ScriptRun one =
                        ScriptRun.start("profile:hz:45 /pid == " + workload.pid() + "/ { @[ustack] = count(); }")) {
            workload.call("getppid", 3_000_000);
            second.session().run();
            all.finish();
            one.finish();
            assertThat(total(second)).isPositive();
            assertThat(total(one)).isPositive().isLessThan(total(all));
            assertThat(one.sink().maps.getFirst().entries().stream()
                            .flatMap(entry -> ((Value.Stack) entry.key().getFirst()).frames().stream())
                            .map(Value.Frame::symbol))
                    .contains("syscall");
        }
    }

    @Test
    void offCpuStacks() {
        ByteBuffer time = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(8, 1_000_000);
        long address = workload.bytes(time.array());
        try (ScriptRun run = ScriptRun.start("tracepoint:sched:sched_switch { @[kstack] = count(); }")) {
            workload.call("nanosleep", 50, address, 0);
            run.finish();
            MapResult map = run.sink().maps.getFirst();
            long asleep = map.entries().stream()
                    .filter(entry -> ((Value.Stack) entry.key().getFirst())
                            .frames().stream().anyMatch(frame -> frame.symbol().contains("nanosleep")))
                    .mapToLong(entry -> ((AggregateValue) entry.value()).number())
                    .sum();
            assertThat(asleep).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void openByItsOldName() {
        long path = workload.text("/no/such/file");
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_open { printf(\"%s %s\\n\", comm, str(args->filename)); }")) {
            workload.call("open", 3, path, 0, 0);
            assertThat(run.finish().lines().filter(line -> line.startsWith(NAME + " ")))
                    .hasSize(3)
                    .containsOnly(NAME + " /no/such/file");
        }
    }

    private void writeThrough() throws IOException {
        try (FileChannel file =
                FileChannel.open(directory.resolve("data"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1 << 20));
            file.force(true);
        }
    }

    private static List<String> issued(String text) {
        List<String> lines = text.lines().toList();
        assumeThat(lines).as("the temporary directory is on no block device").isNotEmpty();
        return lines;
    }

    private static long total(ScriptRun run) {
        return run.sink().maps.getFirst().entries().stream()
                .mapToLong(entry -> ((AggregateValue) entry.value()).number())
                .sum();
    }

    /** Field 12 of proc_pid_stat(5), of the whole process; the name in brackets may hold spaces. */
    private static long majorFaultsSoFar() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + workload.pid() + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[9]);
    }

    private static Value string(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }
}
