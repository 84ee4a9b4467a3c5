package dev.skep.kernel.link;

import static dev.skep.kernel.Fixture.bytes;
import static dev.skep.kernel.Fixture.code;
import static dev.skep.kernel.Fixture.load;
import static dev.skep.kernel.Fixture.map;
import static dev.skep.kernel.Fixture.number;
import static dev.skep.kernel.Fixture.object;
import static dev.skep.kernel.Fixture.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.Workload;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.Program;
import dev.skep.kernel.program.ProgramInfo;
import dev.skep.kernel.tracefs.Tracefs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@SuppressWarnings("try") // Links are closed early to see what that does.
class AttacherKernelTest {
    private static Workload workload;
    private static Tracefs tracefs;

    @BeforeAll
    static void start() throws Exception {
        Fixture.assumeRights();
        tracefs = Tracefs.open();
        workload = Workload.start();
        workload.call(1, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        if (workload != null) {
            workload.close();
            tracefs.close();
        }
    }

    private static Attacher attacher() {
        return new Attacher(() -> tracefs);
    }

    /** Counts in an array, atomically, each run in the workload's process; with {@code syscall} only that one's entry. */
    private static ObjectSpec counter(String name, ProgramType type, AttachSpec attach, int syscall) {
        Assembler code = code().mov(Register.R6, Register.R1);
        Label out = code.newLabel();
        code.call(Helper.GET_CURRENT_PID_TGID).alu(AluOp.RSH, Register.R0, 32);
        code.branch(JumpOp.NE, Register.R0, workload.pid(), out);
        if (syscall >= 0) {
            code.load(Width.DOUBLE, Register.R1, Register.R6, 8).branch(JumpOp.NE, Register.R1, syscall, out);
        }
        count(code);
        code.bind(out).mov(Register.R0, 0L).exit();
        return spec(name, type, attach, code);
    }

    private static ObjectSpec spec(String name, ProgramType type, AttachSpec attach, Assembler code) {
        ProgramSpec program = program(name, type, attach, code.build("main", 1));
        return object(List.of(map("count", MapType.ARRAY, 4, 8, 1)), program);
    }

    private static void count(Assembler code) {
        code.loadMapValue(Register.R1, "count", 0).mov(Register.R2, 1L);
        code.atomicAdd(Width.DOUBLE, Register.R1, 0, Register.R2);
    }

    private static long count(LoadedObject loaded) {
        return number(loaded.map("count").lookup(bytes(0)));
    }

    private static final AttachSpec GETPPID = new AttachSpec.Tracepoint("syscalls", "sys_enter_getppid");

    @Test
    void aTracepointCountsExactlyOnAllCpus() throws Exception {
        try (LoadedObject loaded = load(counter("sk_getppid", ProgramType.TRACEPOINT, GETPPID, -1))) {
            try (Link link = attacher().attach(loaded.program("sk_getppid"))) {
                assertThat(link.target()).isEqualTo("tracepoint syscalls:sys_enter_getppid");
                workload.call(1, 10_000);
                assertThat(count(loaded)).isEqualTo(10_000);
                workload.call(2, 10_000);
                assertThat(count(loaded)).isEqualTo(30_000);
            }
            workload.call(1, 10_000);
            assertThat(count(loaded)).isEqualTo(30_000);
        }
    }

    @Test
    void oneProgramMayBeAttachedToManyTracepoints() throws Exception {
        AttachSpec exit = new AttachSpec.Tracepoint("syscalls", "sys_exit_getppid");
        try (LoadedObject loaded = load(counter("sk_both", ProgramType.TRACEPOINT, GETPPID, -1))) {
            Program program = loaded.program("sk_both");
            try (Link first = attacher().attach(program);
                    Link second = attacher().attach(program, exit)) {
                workload.call(1, 1_000);
                assertThat(count(loaded)).isEqualTo(2_000);
                Link.stopAll(List.of(first, second));
                workload.call(1, 1_000);
                assertThat(count(loaded)).isEqualTo(2_000);
            }
        }
    }

    @Test
    void rawTracepointsCountExactly() throws Exception {
        int getppid = System.getProperty("os.arch").equals("aarch64") ? 173 : 110;
        AttachSpec raw = new AttachSpec.RawTracepoint("sys_enter");
        AttachSpec typed = new AttachSpec.BtfRawTracepoint("sys_enter");
        try (LoadedObject first = load(counter("sk_raw", ProgramType.RAW_TRACEPOINT, raw, getppid));
                LoadedObject second = load(counter("sk_typed", ProgramType.TRACING, typed, getppid));
                Link one = attacher().attach(first.program("sk_raw"));
                Link two = attacher().attach(second.program("sk_typed"))) {
            workload.call(2, 5_000);
            assertThat(count(first)).isEqualTo(10_000);
            assertThat(count(second)).isEqualTo(10_000);
            one.close();
            workload.call(1, 1_000);
            assertThat(count(first)).isEqualTo(10_000);
            assertThat(count(second)).isEqualTo(11_000);
        }
    }

    @Test
    void nothingIsLeftAfterClosing() {
        int id;
        try (LoadedObject loaded = load(counter("sk_left", ProgramType.TRACEPOINT, GETPPID, -1));
                Link link = attacher().attach(loaded.program("sk_left"))) {
            id = loaded.program("sk_left").info().id();
            loaded.close();
            assertThat(ProgramInfo.ofId(id)).as("the link keeps it").isNotNull();
        }
        awaitGone(id);
    }

    /** The kernel frees a program only after a grace period. */
    private static void awaitGone(int id) {
        for (int i = 0; i < 1000 && ProgramInfo.ofId(id) != null; i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(ProgramInfo.ofId(id)).isNull();
    }

    @Test
    void nothingIsLeftOfAProcessThatIsKilled() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attached.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            int id = Integer.parseInt(process.inputReader().readLine());
            assertThat(ProgramInfo.ofId(id)).isNotNull();
            process.destroyForcibly().waitFor();
            awaitGone(id);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Attaches a program, prints its id, and waits to be killed. */
    static final class Attached {
        public static void main(String[] arguments) throws Exception {
            Assembler code = code().mov(Register.R0, 0L).exit();
            try (Tracefs tracefs = Tracefs.open();
                    LoadedObject loaded = load(spec("sk_killed", ProgramType.TRACEPOINT, GETPPID, code));
                    Link link = new Attacher(() -> tracefs).attach(loaded.program("sk_killed"))) {
                System.out.println(loaded.program("sk_killed").info().id());
                System.in.read();
                throw new IllegalStateException("nobody killed the process with the " + link);
            }
        }
    }

    @Test
    void clocksFireOnTheirCpus() throws Exception {
        for (AttachSpec attach : List.of(
                new AttachSpec.Profile(new AttachSpec.Rate.Hertz(999)),
                new AttachSpec.Profile(new AttachSpec.Rate.Nanoseconds(1_000_000)),
                new AttachSpec.Interval(new AttachSpec.Rate.Nanoseconds(1_000_000)),
                new AttachSpec.Interval(new AttachSpec.Rate.Hertz(1000)))) {
            Assembler code = code();
            code.call(Helper.GET_SMP_PROCESSOR_ID);
            code.store(Width.WORD, Register.R10, -4, Register.R0);
            code.loadMap(Register.R1, "cpus").mov(Register.R2, Register.R10).add(Register.R2, -4);
            code.mov(Register.R3, Register.R10).add(Register.R3, -16);
            code.store(Width.DOUBLE, Register.R10, -16, 1).mov(Register.R4, 0L).call(Helper.MAP_UPDATE_ELEM);
            count(code);
            code.mov(Register.R0, 0L).exit();
            ProgramSpec program = program("sk_clock", ProgramType.PERF_EVENT, attach, code.build("main", 1));
            ObjectSpec spec = object(
                    List.of(map("count", MapType.ARRAY, 4, 8, 1), map("cpus", MapType.HASH, 4, 8, 1024)), program);
            boolean one = attach instanceof AttachSpec.Interval;
            try (LoadedObject loaded = load(spec);
                    Link link = attacher().attach(loaded.program("sk_clock"))) {
                int expected = one ? 1 : Cpus.online().length;
                for (int i = 0; i < 1000 && (count(loaded) < 20 || entries(loaded) < expected); i++) {
                    Thread.sleep(10);
                }
                assertThat(count(loaded)).as("%s", link).isGreaterThanOrEqualTo(20);
                assertThat(entries(loaded)).as("%s", link).isEqualTo(expected);
                link.close();
                long stopped = count(loaded);
                Thread.sleep(20);
                assertThat(count(loaded)).isEqualTo(stopped);
            }
        }
    }

    private static int entries(LoadedObject loaded) {
        int count = 0;
        try (var cursor = loaded.map("cpus").entries()) {
            while (cursor.next()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void softwareEventsRunOncePerPeriod() throws Exception {
        int pageFaults = 2;
        AttachSpec attach = new AttachSpec.Software(pageFaults, 1);
        try (LoadedObject loaded = load(counter("sk_faults", ProgramType.PERF_EVENT, attach, -1));
                Link link = attacher().attach(loaded.program("sk_faults"))) {
            assertThat(link.target()).isEqualTo("software event 2");
            // New threads touch new stacks.
            workload.call(8, 1);
            assertThat(count(loaded)).isPositive();
        }
    }

    @Test
    void manyAreDetachedSideBySideAndAllAreGone() throws Exception {
        String[] names = {"getppid", "getpid", "getuid", "getgid", "geteuid", "getegid", "getpgid", "getsid"};
        ProgramSpec[] programs = new ProgramSpec[names.length];
        for (int i = 0; i < names.length; i++) {
            AttachSpec attach = new AttachSpec.Tracepoint("syscalls", "sys_enter_" + names[i]);
            programs[i] = counter("sk_" + names[i], ProgramType.TRACEPOINT, attach, -1)
                    .programs()
                    .getFirst();
        }
        ObjectSpec spec = object(List.of(map("count", MapType.ARRAY, 4, 8, 1)), programs);
        try (LoadedObject loaded = load(spec)) {
            List<Link> links = attacher().attachAll(loaded.programs().values());
            workload.call(1, 100);
            assertThat(count(loaded)).isGreaterThanOrEqualTo(100);
            List<Integer> ids = loaded.programs().values().stream()
                    .map(program -> program.info().id())
                    .toList();
            loaded.close();
            Link.closeAll(links);
            Link.closeAll(links);
            ids.forEach(AttacherKernelTest::awaitGone);
        }
    }

    @Test
    void whatCannotBeAttachedIsNamedAndTheOthersAreDetached() throws Exception {
        AttachSpec unknown = new AttachSpec.Tracepoint("syscalls", "sys_enter_nosuchcall");
        ProgramSpec good = counter("sk_good", ProgramType.TRACEPOINT, GETPPID, -1)
                .programs()
                .getFirst();
        ProgramSpec bad = counter("sk_bad", ProgramType.TRACEPOINT, unknown, -1)
                .programs()
                .getFirst();
        try (LoadedObject loaded = load(object(List.of(map("count", MapType.ARRAY, 4, 8, 1)), good, bad))) {
            List<Program> programs = List.copyOf(loaded.programs().values());
            assertThatThrownBy(() -> attacher().attachAll(programs))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessage("tracepoint syscalls:sys_enter_nosuchcall: this kernel has none of that name");
            workload.call(1, 100);
            assertThat(count(loaded)).isZero();
            assertThat(Fixture.openObjects()).as("two programs and a map").hasSize(3);
        }
        assertThat(Fixture.openObjects()).isEmpty();
    }

    @Test
    void refusalsSayWhy() {
        AttachSpec raw = new AttachSpec.RawTracepoint("no_such_event");
        try (LoadedObject loaded = load(counter("sk_raw", ProgramType.RAW_TRACEPOINT, raw, -1))) {
            assertThatThrownBy(() -> attacher().attach(loaded.program("sk_raw")))
                    .hasMessage("raw tracepoint no_such_event: this kernel has none of that name");
        }
        AttachSpec typed = new AttachSpec.BtfRawTracepoint("no_such_event");
        assertThatThrownBy(() -> load(counter("sk_typed", ProgramType.TRACING, typed, -1)))
                .hasMessage("load program sk_typed: this kernel has no raw tracepoint no_such_event");
        AttachSpec fast = new AttachSpec.Profile(new AttachSpec.Rate.Hertz(100_000_000));
        try (LoadedObject loaded = load(counter("sk_fast", ProgramType.PERF_EVENT, fast, -1))) {
            assertThatThrownBy(() -> attacher().attach(loaded.program("sk_fast")))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith(
                            "attach profile 100000000 hz: perf_event_open: invalid argument (EINVAL); " + "at most ");
        }
        Assembler code =
                code().load(Width.DOUBLE, Register.R0, Register.R1, 256).mov(Register.R0, 0L);
        code.exit();
        try (LoadedObject loaded = load(spec("sk_beyond", ProgramType.TRACEPOINT, GETPPID, code))) {
            assertThatThrownBy(() -> attacher().attach(loaded.program("sk_beyond")))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageContaining("reads beyond the end of the event's record");
        }
        try (LoadedObject loaded =
                load(counter("sk_manual", ProgramType.RAW_TRACEPOINT, new AttachSpec.Manual(), -1))) {
            assertThatThrownBy(() -> attacher().attach(loaded.program("sk_manual")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
