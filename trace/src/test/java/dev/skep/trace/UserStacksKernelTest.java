package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSegment;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process of the test's own makes system calls through libc's {@code syscall()}: what is on top of its stack is known. */
@Tag("kernel")
class UserStacksKernelTest {
    private static final int CALLS = 500;

    private static Workload workload;
    private static Library libc;

    /** The code of a library in a process, as the kernel and the file tell it. */
    private record Library(Path path, long start, long end, long offset, ElfFile elf) {
        static Library find(long process, String name) throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc/" + process + "/maps"))) {
                String[] words = line.split(" +", 6);
                if (words[1].contains("x") && words.length == 6 && words[5].contains(name)) {
                    Path path = Path.of(words[5]);
                    String[] range = words[0].split("-", 2);
                    return new Library(
                            path,
                            Long.parseLong(range[0], 16),
                            Long.parseLong(range[1], 16),
                            Long.parseLong(words[2], 16),
                            ElfFile.read(MemorySegment.ofArray(Files.readAllBytes(path))));
                }
            }
            throw new IOException("process " + process + " has no " + name);
        }

        /** Where a function is in the process. */
        long address(String function) {
            ElfSymbol symbol = Objects.requireNonNull(elf.dynamicSymbols().find(function));
            ElfSegment segment = Objects.requireNonNull(elf.segmentAtOffset(offset));
            return symbol.value() - segment.address() + segment.offset() - offset + start;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Rights.assume();
        workload = Workload.start();
        libc = Library.find(workload.pid(), "/libc.so");
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    private static ScriptRun script(String body) {
        return ScriptRun.start(
                "tracepoint:syscalls:sys_enter_getppid /pid == " + workload.pid() + "/ { " + body + " }");
    }

    private static List<Value.Frame> frames(Value value) {
        return ((Value.Stack) value).frames();
    }

    private static MapResult map(ScriptRun run, String name) {
        return run.sink().maps.stream()
                .filter(map -> map.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void namesAndCounts() {
        try (ScriptRun run =
                script("@[ustack(1)] = count(); @k[kstack] = count(); @both[kstack(1), ustack(1)] = count();")) {
            workload.call("getppid", CALLS);
            run.finish();
            MapResult map = map(run, "@");
            assertThat(map.entries()).hasSize(1);
            assertThat(map.entries().getFirst().value()).isEqualTo(new AggregateValue.Count(CALLS));
            Value.Stack stack = (Value.Stack) map.entries().getFirst().key().getFirst();
            assertThat(stack.process()).isEqualTo((int) workload.pid());
            Value.Frame top = stack.frames().getFirst();
            assertThat(top.symbol()).isEqualTo("syscall");
            assertThat(top.module()).isEqualTo(libc.path.toString());
            assertThat(top.address() - top.offset()).isEqualTo(libc.address("syscall"));
            assertThat(top.address()).isBetween(libc.start, libc.end);
            long size = Objects.requireNonNull(libc.elf.dynamicSymbols().find("syscall"))
                    .size();
            assertThat(top.offset()).isBetween(1L, size);
            assertThat(map(run, "@k").entries()).hasSize(1);
            assertThat(frames(map(run, "@k").entries().getFirst().key().getFirst()))
                    .extracting(Value.Frame::symbol)
                    .anyMatch(name -> name.contains("syscall"));
            assertThat(map(run, "@both").entries()).hasSize(1);
        }
    }

    @Test
    void allModesAreOfOneStack() throws IOException {
        try (ScriptRun run =
                script("@b = ustack(build_id, 1); @n = ustack(1); @p = ustack(perf, 1); @r = ustack(raw, 1);")) {
            workload.call("getppid", 1);
            run.finish();
            Value.Frame top =
                    frames(map(run, "@n").entries().getFirst().value()).getFirst();
            String address = Long.toHexString(top.address());
            long place = top.address() - libc.start + libc.offset;
            String name = "syscall+" + top.offset();
            assertThat(run.text().replaceAll("(?m)^@(.): ?", "@$1:"))
                    .contains("@n:\n        " + name + "\n")
                    .contains("@p:\n\t" + address + " " + name + " (" + libc.path + ")\n")
                    .contains("@r:\n" + address + "\n");
            // The build ID can be had only where the file's first page is in memory and no lock is held: else the
            // address.
            byte[] id = libc.elf.buildId();
            assumeThat(id).as("libc has a build ID").hasSize(20);
            assertThat(run.text().replaceAll("(?m)^@(.): ?", "@$1:"))
                    .containsAnyOf(
                            "@b:\n" + HexFormat.of().formatHex(id) + " 0x" + Long.toHexString(place) + "\n",
                            "@b:\n0x" + address + "\n");
        }
    }

    @Test
    void theModeOfTheScript() {
        try (ScriptRun run =
                ScriptRun.start("config = { stack_mode = raw } tracepoint:syscalls:sys_enter_getppid /pid == "
                        + workload.pid() + "/ { printf(\"%s|%s\", ustack(1), ustack(bpftrace, 1)); }")) {
            workload.call("getppid", 1);
            assertThat(run.finish()).matches("\n[0-9a-f]+\n\\|\n        syscall\\+[0-9]+\n");
        }
    }

    @Test
    void equalStacksOfTwoProcesses() {
        try (Workload other = Workload.start();
                ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_getppid /pid == " + workload.pid()
                        + " || pid == " + other.pid() + "/ { @[ustack(1)] = count(); }")) {
            workload.call("getppid", 7);
            other.call("getppid", 9);
            run.finish();
            MapResult map = map(run, "@");
            assertThat(map.entries()).hasSize(2);
            assertThat(map.entries().get(0).value()).isEqualTo(new AggregateValue.Count(7));
            assertThat(((Value.Stack) map.entries().get(1).key().getFirst()).process())
                    .isEqualTo((int) other.pid());
            assertThat(map.entries())
                    .allSatisfy(entry -> assertThat(
                                    frames(entry.key().getFirst()).getFirst().symbol())
                            .isEqualTo("syscall"));
        }
    }

    @Test
    void inTuplesVariablesAndMaps() {
        try (ScriptRun run =
                script("$s = ustack(1); @v = ($s, 5); @m[1] = $s; print(@m[1]); print((1, $s)); print(@none);"
                        + " if (pid == 0) { @none = $s; }")) {
            workload.call("getppid", 1);
            String text = run.finish();
            String frame = "\n        syscall+"
                    + frames(map(run, "@m").entries().getFirst().value())
                            .getFirst()
                            .offset() + "\n";
            assertThat(text).startsWith(frame + "\n(1, " + frame + ")\n");
            assertThat(text).contains("@m[1]: " + frame).contains("@v: (" + frame + ", 5)\n");
        }
    }

    /** Threads of the kernel have no memory of their own. */
    @Test
    void aKernelThreadHasNone() throws Exception {
        try (ScriptRun run =
                ScriptRun.start("tracepoint:sched:sched_switch /comm == \"ksoftirqd/0\" || comm == \"rcu_preempt\"/"
                        + " { @[ustack] = count(); @p[pid] = count(); }")) {
            Thread.sleep(500);
            run.finish();
            assumeThat(run.sink().maps).as("a kernel thread ran").isNotEmpty();
            assertThat(map(run, "@").entries()).hasSize(1);
            assertThat(run.text()).startsWith("@[\n]: ");
        }
    }

    @Test
    void symbolsOfAProcess() {
        long function = libc.address("getppid");
        try (ScriptRun run = ScriptRun.start(
                "tracepoint:syscalls:sys_enter_lseek /pid == " + workload.pid()
                        + "/ { @[usym(args.offset), 1] = count(); $u = usym(args.offset + 1); printf(\"%s %s\\n\", $u, usym(5)); }")) {
            workload.call("lseek", 3, 99_999, function, 0);
            assertThat(run.finish()).isEqualTo("getppid 0x5\n".repeat(3) + "@[getppid, 1]: 3\n");
        }
    }

    @Test
    void lengths() {
        try (ScriptRun run = script(
                "printf(\"%d %d %d %d\", len(ustack(1)), len(kstack(2)), len(kstack(100)), len(ustack(perf, 3)));"
                        + " print(kstack(100));")) {
            workload.call("getppid", 1);
            run.finish();
            int all = frames(run.sink().events.get(1).getFirst()).size();
            assertThat(run.text()).startsWith("1 2 " + all + " 3");
            assertThat(all).isGreaterThan(2);
        }
    }

    @Test
    void addressesOfTheKernel() {
        assertThat(ScriptRun.text("begin { printf(\"%s\", ksym(kaddr(\"vfs_read\"))); }"))
                .isEqualTo("vfs_read");
    }

    /** The session hears of a stack when it is first taken, and looks at the process then. */
    @Test
    void namesOfAProcessThatHasEnded() throws Exception {
        try (Workload other = Workload.start()) {
            long function = Library.find(other.pid(), "/libc.so").address("getppid");
            try (ScriptRun run = ScriptRun.start("tracepoint:syscalls:sys_enter_getppid /pid == " + other.pid()
                    + "/ { @[ustack(1)] = count(); } tracepoint:syscalls:sys_enter_lseek /pid == " + other.pid()
                    + " && args.fd == 99999/ { @u[usym(args.offset)] = count(); }")) {
                other.call("getppid", 5);
                other.call("lseek", 4, 99_999, function, 0);
                run.session().poll(Duration.ofMillis(100));
                run.session().poll(Duration.ofMillis(100));
                ProcessHandle process = ProcessHandle.of(other.pid()).orElseThrow();
                process.destroy();
                process.onExit().get(10, TimeUnit.SECONDS);
                assertThat(run.finish()).matches("@\\[\n        syscall\\+[0-9]+\n\\]: 5\n@u\\[getppid\\]: 4\n");
            }
        }
    }

    /** The reference's rows for CPU profiles, on a process that does nothing but system calls. */
    @Test
    void profilesOfAProcess() {
        try (ScriptRun run = ScriptRun.start("profile:hz:99 /pid == " + workload.pid()
                + "/ { @[ustack] = count(); @k[kstack(3), comm] = count(); }")) {
            workload.call("getppid", 3_000_000);
            run.finish();
            long busy = map(run, "@").entries().stream()
                    .filter(entry -> frames(entry.key().getFirst()).stream()
                            .anyMatch(frame -> frame.symbol().equals("syscall")))
                    .mapToLong(entry -> ((AggregateValue) entry.value()).number())
                    .sum();
            assertThat(busy).isPositive();
            assertThat(map(run, "@k").entries())
                    .allSatisfy(
                            entry -> assertThat(frames(entry.key().getFirst())).hasSizeLessThanOrEqualTo(3));
        }
    }

    /** At a function's first instruction the innermost frame is the function itself. */
    @Test
    void atAFunctionsEntry() {
        try (ScriptRun run = ScriptRun.start("uprobe:" + libc.path + ":syscall /pid == " + workload.pid()
                + "/ { @[ustack(1), len(ustack(1))] = count(); }")) {
            workload.call("getppid", CALLS);
            run.finish();
            MapResult map = map(run, "@");
            assertThat(map.entries()).hasSize(1);
            Value.Frame top = frames(map.entries().getFirst().key().getFirst()).getFirst();
            assertThat(top.address()).isEqualTo(libc.address("syscall"));
            assertThat(top.symbol() + "+" + top.offset()).isEqualTo("syscall+0");
            assertThat(((AggregateValue) map.entries().getFirst().value()).number())
                    .isGreaterThanOrEqualTo(CALLS);
        }
    }
}
