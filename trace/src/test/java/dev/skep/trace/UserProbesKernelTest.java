package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.KernelException;
import dev.skep.kernel.feature.Feature;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of the C library in the workload, which calls {@code syscall} so many times with arguments that are known. */
@Tag("kernel")
class UserProbesKernelTest {
    private static Workload workload;

    /** How probes are attached. */
    enum Way {
        PERF_EVENT,
        LINK;

        CompileOptions options() {
            return this == PERF_EVENT
                    ? CompileOptions.DEFAULT.withoutFeatures(Set.of(AttachFeature.UPROBE_MULTI))
                    : CompileOptions.DEFAULT;
        }

        CompileOptions ofWorkload() {
            return options().withPid((int) workload.pid());
        }
    }

    @BeforeAll
    static void start() {
        Rights.assume();
        try (KernelTarget target = new KernelTarget()) {
            assumeTrue(target.features().probe(Feature.UPROBE).isYes(), "this kernel has no uprobes");
        }
        workload = Workload.start();
        workload.call("getppid", 1);
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsAreExact(Way way) {
        String filter = "/arg0 == " + Workload.number("getppid") + "/";
        try (ScriptRun run = ScriptRun.start("uprobe:libc:syscall " + filter + " { @ = count(); }", way.ofWorkload())) {
            workload.call("getppid", 10_000);
            assertThat(run.finish()).isEqualTo("@: 10000\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void argumentsAndResults(Way way) {
        int number = Workload.number("lseek");
        // What the wrapper returns is -1, and the error is in errno.
        try (ScriptRun run = ScriptRun.start(
                "uprobe:libc:syscall /arg0 == " + number + "/ { @here[tid] = 1;"
                        + " printf(\"%d %ld %d %d %d %d\\n\", arg1, arg2, arg3, arg4, arg5, arg6); }"
                        + " uretprobe:libc:syscall /@here[tid]/ { printf(\"%d\\n\", retval); delete(@here, tid); }",
                way.ofWorkload())) {
            workload.call("lseek", 1, 1234, 0x7_0000_0001L, 2, -4, 5, -6);
            assertThat(run.finish()).isEqualTo("1234 30064771073 2 -4 5 -6\n-1\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stringsAreThoseOfTheProcess(Way way) {
        long path = workload.text("/skep/nonexistent");
        try (ScriptRun run = ScriptRun.start(
                "uprobe:libc:syscall /arg0 == " + Workload.number("openat")
                        + "/ { printf(\"%s %s\\n\", str(arg2), str(arg2, 6)); }",
                way.ofWorkload())) {
            workload.call("openat", 2, -100, path);
            assertThat(run.finish()).isEqualTo("/skep/nonexistent /skep\n/skep/nonexistent /skep\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void placesOfOneBodyAreToldApart(Way way) {
        try (ScriptRun run = ScriptRun.start(
                "uprobe:libc:sysc* /arg0 == " + Workload.number("getppid") + "/ { @here[tid] = uaddr(\"syscall\");"
                        + " @func[func] = count(); @probe[probe] = count();"
                        + " @entry[uaddr(\"syscall\") == reg(\"ip\"), usermode] = count(); }"
                        + " uretprobe:libc:sysc* /@here[tid]/"
                        + " { @back[func, uaddr(\"syscall\") == @here[tid]] = count(); delete(@here, tid); }",
                way.ofWorkload())) {
            workload.call("getppid", 100);
            String libc = run.session().script().probes().getFirst().point().file();
            assertThat(libc).contains("libc");
            assertThat(run.finish())
                    .isEqualTo("@back[syscall, true]: 100\n@entry[true, 1]: 100\n@func[syscall]: 100\n@probe[uprobe:"
                            + libc + ":syscall]: 100\n");
        }
    }

    @Test
    void aPlaceBehindTheEntryAndAnAddress() throws Exception {
        String number = "" + Workload.number("getppid");
        // The entry itself by two other names.
        try (KernelTarget target = new KernelTarget()) {
            UserBinary libc = target.binaries("libc", 0).found().getFirst();
            UserSymbol syscall = Objects.requireNonNull(libc.function("syscall"));
            String address = "0x" + Long.toHexString(syscall.address());
            try (ScriptRun run = ScriptRun.start(
                    "uprobe:libc:" + address + " /arg0 == " + number + "/ { @a[func] = count(); }" + " uprobe:"
                            + libc.path() + ":syscall+0 /arg0 == " + number + "/ { @b[func] = count(); }",
                    Way.LINK.ofWorkload())) {
                workload.call("getppid", 10);
                assertThat(run.finish()).isEqualTo("@a[syscall]: 10\n@b[syscall]: 10\n");
            }
        }
    }

    @Test
    void aPlaceInTheMidstOfAnInstructionIsRefused() {
        assertThatThrownBy(() -> ScriptRun.start("uprobe:libc:syscall+1 { @ = count(); }"))
                .hasMessageContaining("No instruction begins at syscall+1")
                .hasMessageContaining("the instruction begins at syscall+0");
    }

    @Test
    void argumentsOfRawTracepoints() {
        try (ScriptRun run = ScriptRun.start("rawtracepoint:sys_enter /pid == " + workload.pid() + " && arg1 == "
                + Workload.number("getppid") + "/ { @ = count(); }")) {
            workload.call("getppid", 50);
            assertThat(run.finish()).isEqualTo("@: 50\n");
        }
    }

    @Test
    void theLibrariesOfAProcess() {
        try (ScriptRun run = ScriptRun.start(
                "uprobe:*:syscall /arg0 == " + Workload.number("getppid") + "/ { @[func] = count(); }",
                Way.LINK.ofWorkload())) {
            workload.call("getppid", 20);
            assertThat(run.finish()).isEqualTo("@[syscall]: 20\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommandIsTracedFromItsStart(Way way) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (Tracer tracer = new Tracer()) {
            ChildProcess child = ChildProcess.prepare(List.of("/bin/bash", "-c", "echo one; echo two; :"));
            CompiledScript script = tracer.compile(
                    "uprobe:/bin/bash:main { @args = arg0; } uprobe:/bin/bash:echo_builtin { @echo = count(); }",
                    way.options().withChild((int) child.pid()));
            try (Session session = Session.open(tracer.kernel(), script, Options.DEFAULT.withChild(child), sink)) {
                session.run();
                assertThat(child.exitCode()).isZero();
            }
        }
        assertThat(sink.maps.getFirst().get()).isEqualTo(new Value.Int(3, true));
        assertThat(sink.maps.get(1).get()).isEqualTo(new AggregateValue.Count(2));
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeAttachedIsNamedAndLeavesNothing(Way way, @TempDir Path directory) throws Exception {
        List<String> before = openObjects();
        Path copy = Files.copy(Path.of("/bin/bash"), directory.resolve("shell"));
        try (Tracer tracer = new Tracer()) {
            CompiledScript script = tracer.compile(
                    "uprobe:libc:malloc, t:sched:sched_switch { @ = count(); } uprobe:" + copy
                            + ":main { @m = count(); }",
                    way.ofWorkload());
            Files.delete(copy);
            assertThatThrownBy(() -> Session.open(tracer.kernel(), script, Options.DEFAULT, new Sink() {}))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("attach uprobe " + copy + ":main: ")
                    .hasMessageContaining("is " + copy + " still there?");
        }
        assertThat(openObjects()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void manyPlacesLeaveNothing(Way way) throws Exception {
        List<String> before = openObjects();
        try (ScriptRun run = ScriptRun.start("uprobe:/bin/bash:*_builtin { @[func] = count(); }", way.options())) {
            assertThat(run.session().script().probes()).hasSizeGreaterThan(20);
            Process shell = new ProcessBuilder("/bin/bash", "-c", "echo; echo; cd /; eval :")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(shell.waitFor()).isZero();
            run.session().end();
        }
        assertThat(openObjects()).isEqualTo(before);
    }

    private static List<String> openObjects() throws IOException {
        List<String> objects = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.contains("bpf") || target.contains("perf_event")) {
                        objects.add(target);
                    }
                }
            }
        }
        return objects;
    }
}
