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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.Workload;
import dev.skep.kernel.feature.Feature;
import dev.skep.kernel.feature.Features;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.tracefs.Tracefs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Functions of the C library, called by the workload so many times. */
@Tag("kernel")
@SuppressWarnings("try") // Links are only there to be closed.
class UprobesKernelTest {
    private static Workload workload;
    private static String libc;
    private static ElfFile elf;

    @BeforeAll
    static void start() throws Exception {
        Fixture.assumeRights();
        assumeTrue(features().probe(Feature.UPROBE).isYes(), "this kernel has no uprobes");
        workload = Workload.start();
        workload.call(1, 1);
        libc = libc(workload.pid());
        elf = ElfFile.read(MemorySegment.ofArray(Files.readAllBytes(Path.of(libc))));
    }

    @AfterAll
    static void stop() throws Exception {
        if (workload != null) {
            workload.close();
        }
    }

    private static Features features() {
        return new Features(new KernelBtf());
    }

    private static String libc(int pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
            if (line.contains("/libc.so.6") || line.contains("/libc-2")) {
                return line.substring(line.indexOf('/'));
            }
        }
        throw new IllegalStateException("the workload runs without a C library");
    }

    private static AttachSpec.Uprobe place(String function, boolean atReturn, int process) {
        ElfSymbol symbol = Objects.requireNonNull(elf.dynamicSymbols().find(function));
        return new AttachSpec.Uprobe(libc, function, elf.fileOffset(symbol.value()), atReturn, process);
    }

    private static AttachSpec.UprobeMulti multi(boolean atReturn, int process, String... functions) {
        assumeTrue(features().probe(Feature.UPROBE_MULTI).isYes(), "this kernel has no links of many uprobes");
        return new AttachSpec.UprobeMulti(List.of(functions).stream()
                .map(function -> place(function, atReturn, process))
                .toList());
    }

    /** Counts in an array the runs in the workload, by attach cookie. */
    private static ObjectSpec counter(AttachSpec attach) {
        Assembler code = code().mov(Register.R6, Register.R1);
        Label out = code.newLabel();
        code.call(Helper.GET_CURRENT_PID_TGID).alu(AluOp.RSH, Register.R0, 32);
        code.branch(JumpOp.NE, Register.R0, workload.pid(), out);
        code.mov(Register.R1, Register.R6).call(Helper.GET_ATTACH_COOKIE);
        code.branch(JumpOp.GT, Register.R0, 3, out);
        code.alu(AluOp.LSH, Register.R0, 3);
        code.loadMapValue(Register.R1, "count", 0).alu(AluOp.ADD, Register.R1, Register.R0);
        code.mov(Register.R2, 1L).atomicAdd(Width.DOUBLE, Register.R1, 0, Register.R2);
        code.bind(out).mov(Register.R0, 0L).exit();
        return object(
                List.of(map("count", MapType.ARRAY, 4, 32, 1)),
                program("sk_uprobe", ProgramType.KPROBE, attach, code.build("main", 1)));
    }

    private static long count(LoadedObject loaded, int cookie) {
        byte[] value = Objects.requireNonNull(loaded.map("count").lookup(bytes(0)));
        return number(Arrays.copyOfRange(value, 8 * cookie, 8 * cookie + 8));
    }

    private static Attacher attacher() {
        return new Attacher(Tracefs::open);
    }

    @Test
    void aPerfEventCountsExactlyOnAllThreads() throws Exception {
        for (int process : new int[] {0, workload.pid()}) {
            for (boolean atReturn : new boolean[] {false, true}) {
                try (LoadedObject loaded = load(counter(place("getppid", atReturn, process)))) {
                    try (Link link = attacher().attach(loaded.program("sk_uprobe"))) {
                        assertThat(link.target()).isEqualTo((atReturn ? "uretprobe " : "uprobe ") + libc + ":getppid");
                        workload.call(1, 1_000);
                        workload.call(2, 1_000);
                        assertThat(count(loaded, 0)).isEqualTo(3_000);
                    }
                    workload.call(1, 100);
                    assertThat(count(loaded, 0)).isEqualTo(3_000);
                }
            }
        }
    }

    @Test
    void oneLinkTellsItsPlacesApart() throws Exception {
        for (int process : new int[] {0, workload.pid()}) {
            for (boolean atReturn : new boolean[] {false, true}) {
                AttachSpec spec = multi(atReturn, process, "getgrnam", "getppid", "qsort");
                try (LoadedObject loaded = load(counter(spec))) {
                    try (Link link = attacher().attach(loaded.program("sk_uprobe"))) {
                        assertThat(link.target()).endsWith(libc + ":getgrnam and 2 more");
                        workload.call(2, 1_000);
                        assertThat(count(loaded, 1)).isEqualTo(2_000);
                        assertThat(count(loaded, 0)).isZero();
                    }
                    workload.call(1, 100);
                    assertThat(count(loaded, 1)).isEqualTo(2_000);
                }
            }
        }
    }

    @Test
    void aProcessIsTheOnlyOne() throws Exception {
        int other = (int) ProcessHandle.current().pid();
        for (AttachSpec spec : List.of(place("getppid", false, other), multi(false, other, "getppid"))) {
            try (LoadedObject loaded = load(counter(spec));
                    Link link = attacher().attach(loaded.program("sk_uprobe"))) {
                workload.call(1, 100);
                assertThat(count(loaded, 0)).isZero();
            }
        }
    }

    @Test
    void failuresNameThePlaceAndLeaveNothing() throws Exception {
        List<String> before = Fixture.openObjects();
        AttachSpec.Uprobe good = place("getppid", false, 0);
        long end = Files.size(Path.of(libc));
        AttachSpec.Uprobe beyond = new AttachSpec.Uprobe(libc, "beyond", end + 4096, false, 0);
        AttachSpec.Uprobe gone = new AttachSpec.Uprobe("/nonexistent/program", "main", 0x1000, false, 0);

        assertFails(beyond, "attach uprobe " + libc + ":beyond: perf_event_open: ", "(EINVAL)");
        assertFails(gone, "attach uprobe /nonexistent/program:main: perf_event_open: ", "(ENOENT)");
        if (features().probe(Feature.UPROBE_MULTI).isYes()) {
            assertFails(
                    new AttachSpec.UprobeMulti(List.of(good, beyond)),
                    "attach uprobe " + libc + ":beyond: bpf(LINK_CREATE): ",
                    "(EINVAL)");
            assertFails(
                    new AttachSpec.UprobeMulti(List.of(gone)),
                    "attach uprobe /nonexistent/program:main: bpf(LINK_CREATE): ",
                    "(ENOENT)");
        }
        assertThat(Fixture.openObjects()).isEqualTo(before);
    }

    private static void assertFails(AttachSpec spec, String start, String errno) {
        try (LoadedObject loaded = load(counter(spec))) {
            assertThatThrownBy(() -> attacher().attach(loaded.program("sk_uprobe")))
                    .isInstanceOf(SyscallException.class)
                    .hasMessageStartingWith(start)
                    .hasMessageContaining(errno);
        }
    }
}
