package dev.skep.lang.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.AttachSpec.Rate;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.Golden;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.KernelAddresses;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.KernelTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
    private final Diagnostics diagnostics = new Diagnostics();

    private List<ProbePoint> resolve(String program) {
        return resolve(program, Recording.target(), ResolveOptions.DEFAULT);
    }

    private List<ProbePoint> resolve(String program, Target target, ResolveOptions options) {
        ResolvedScript resolved =
                Resolver.resolve(Parser.parse(new Source("stdin", program), diagnostics), target, options, diagnostics);
        return resolved.probes().stream().map(ResolvedScript.Probe::point).toList();
    }

    private String print() {
        return new DiagnosticPrinter(false).print(diagnostics);
    }

    private ProbePoint one(String attachPoint) {
        List<ProbePoint> points = resolve(attachPoint + " {}");
        assertThat(print()).isEmpty();
        assertThat(points).hasSize(1);
        return points.getFirst();
    }

    @Test
    void errors() {
        Golden.check("resolve/errors.txt", program -> {
            ResolverTest fresh = new ResolverTest();
            fresh.resolve(program);
            return fresh.print();
        });
    }

    @Test
    void beginAndEndAreRunByTheSession() {
        ProbePoint begin = one("BEGIN");
        assertThat(begin.name()).isEqualTo("begin");
        assertThat(begin.kind()).isEqualTo(ProbePoint.Kind.BEGIN);
        assertThat(begin.attach()).isEqualTo(new AttachSpec.Manual());
        assertThat(begin.type()).isEqualTo(ProgramType.RAW_TRACEPOINT);
        assertThat(begin.fields()).isNull();
        assertThat(one("End").kind()).isEqualTo(ProbePoint.Kind.END);
    }

    @Test
    void aTracepointHasItsFields() {
        ProbePoint point = one("t:syscalls:sys_enter_openat");
        assertThat(point.name()).isEqualTo("tracepoint:syscalls:sys_enter_openat");
        assertThat(point.kind()).isEqualTo(ProbePoint.Kind.EVENT);
        assertThat(point.attach()).isEqualTo(new AttachSpec.Tracepoint("syscalls", "sys_enter_openat"));
        assertThat(point.type()).isEqualTo(ProgramType.TRACEPOINT);
        TracepointFormat format = Objects.requireNonNull(point.fields()).get();
        assertThat(format.field("filename")).isNotNull();
        assertThat(point.fields().get()).isSameAs(format);
    }

    @Test
    void aRawTracepointHasItsArguments() {
        for (String written : List.of("rt:sched_switch", "rawtracepoint:vmlinux:sched_switch")) {
            ProbePoint point = one(written);
            assertThat(point.name()).isEqualTo("rawtracepoint:sched_switch");
            assertThat(point.attach()).isEqualTo(new AttachSpec.RawTracepoint("sched_switch"));
            assertThat(point.type()).isEqualTo(ProgramType.RAW_TRACEPOINT);
            assertThat(Objects.requireNonNull(point.fields()).get().field("next"))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "profile:hz:99, 99, true",
        "p:hz:1e3, 1000, true",
        "profile:s:2, 2000000000, false",
        "profile:ms:10, 10000000, false",
        "profile:us:1_000, 1000000, false",
        "profile:1s, 1000000000, false",
        "profile:250ms, 250000000, false",
        "profile:1000000000, 1000000000, false",
        "profile:0x10, 16, false",
    })
    void profilesAndIntervalsHaveARate(String written, long value, boolean hertz) {
        Rate rate = hertz ? new Rate.Hertz(value) : new Rate.Nanoseconds(value);
        ProbePoint profile = one(written);
        assertThat(profile.attach()).isEqualTo(new AttachSpec.Profile(rate));
        assertThat(profile.type()).isEqualTo(ProgramType.PERF_EVENT);
        assertThat(profile.name()).isEqualTo("profile" + written.substring(written.indexOf(':')));
        ProbePoint interval = one("interval" + written.substring(written.indexOf(':')));
        assertThat(interval.attach()).isEqualTo(new AttachSpec.Interval(rate));
        assertThat(one("i:s:1").name()).isEqualTo("interval:s:1");
    }

    // The numbers are PERF_COUNT_SW_* of include/uapi/linux/perf_event.h.
    @ParameterizedTest
    @CsvSource({
        "cpu-clock, 0, 1000000",
        "cpu, 0, 1000000",
        "task-clock, 1, 1",
        "page-faults, 2, 100",
        "faults, 2, 100",
        "context-switches, 3, 1000",
        "cs, 3, 1000",
        "cpu-migrations, 4, 1",
        "minor-faults, 5, 100",
        "major-faults, 6, 1",
        "alignment-faults, 7, 1",
        "emulation-faults, 8, 1",
        "dummy, 9, 1",
        "bpf-output, 10, 1",
    })
    void softwareEventsHaveTheirUsualCount(String event, int config, long count) {
        ProbePoint point = one("software:" + event);
        assertThat(point.name()).isEqualTo("software:" + event);
        assertThat(point.attach()).isEqualTo(new AttachSpec.Software(config, count));
        assertThat(point.type()).isEqualTo(ProgramType.PERF_EVENT);
        assertThat(one("s:" + event + ":").attach()).isEqualTo(new AttachSpec.Software(config, count));
        assertThat(one("s:" + event + ":7").attach()).isEqualTo(new AttachSpec.Software(config, 7));
    }

    @Test
    void clocksTakeADurationAsTheirCount() {
        assertThat(one("software:cpu-clock:10ms").attach()).isEqualTo(new AttachSpec.Software(0, 10_000_000));
    }

    @Test
    void wildcardsAreSortedAndProbesStayInTheirOrder() {
        List<ProbePoint> points = resolve("end {} t:syscalls:sys_enter_open*, i:s:1 {} begin {} t:*:sched_sw* {}");
        assertThat(print()).isEmpty();
        assertThat(points)
                .extracting(ProbePoint::name)
                .containsExactly(
                        "end",
                        "tracepoint:syscalls:sys_enter_open",
                        "tracepoint:syscalls:sys_enter_open_by_handle_at",
                        "tracepoint:syscalls:sys_enter_openat",
                        "tracepoint:syscalls:sys_enter_openat2",
                        "interval:s:1",
                        "begin",
                        "tracepoint:sched:sched_switch");
    }

    @Test
    void aTracepointPatternMayLeaveOutTheCategory() {
        assertThat(resolve("t:*_switch {}"))
                .extracting(ProbePoint::name)
                .containsExactly("tracepoint:sched:sched_switch");
        assertThat(resolve("rt:sched_process_* {}")).hasSize(3);
        assertThat(print()).isEmpty();
    }

    @Test
    void everyPlaceSharesItsProbesBody() {
        ResolvedScript resolved = Resolver.resolve(
                Parser.parse(new Source("stdin", "t:sched:*,begin {}"), diagnostics),
                Recording.target(),
                ResolveOptions.DEFAULT,
                diagnostics);
        assertThat(resolved.probes()).hasSizeGreaterThan(5);
        for (ResolvedScript.Probe probe : resolved.probes()) {
            assertThat(probe.source()).isSameAs(resolved.script().probes().getFirst());
        }
    }

    @Test
    void formatsAreNotReadUntilAskedFor() {
        List<String> read = new ArrayList<>();
        RecordedTarget recorded = Recording.target();
        Target counting = new Target() {
            @Override
            public KernelAddresses addresses() {
                return recorded.addresses();
            }

            @Override
            public boolean runsBtfRawTracepoints() {
                return false;
            }

            @Override
            public boolean linksManyUprobes() {
                return recorded.linksManyUprobes();
            }

            @Override
            public BinarySearch binaries(String name, int process) {
                return recorded.binaries(name, process);
            }

            @Override
            public KernelTypes types() {
                return new KernelTypes(() -> null);
            }

            @Override
            public Arch arch() {
                return recorded.arch();
            }

            @Override
            public IsaLevel isa() {
                return recorded.isa();
            }

            @Override
            public int possibleCpus() {
                return recorded.possibleCpus();
            }

            @Override
            public List<String> tracepointCategories() {
                return recorded.tracepointCategories();
            }

            @Override
            public List<String> tracepoints(String category) {
                return recorded.tracepoints(category);
            }

            @Override
            public TracepointFormat tracepoint(String category, String name) {
                read.add(name);
                return Objects.requireNonNull(recorded.tracepoint(category, name));
            }

            @Override
            public boolean isDynamic(String category, String name) {
                return recorded.isDynamic(category, name);
            }

            @Override
            public List<String> rawTracepoints() {
                return recorded.rawTracepoints();
            }

            @Override
            public TracepointFormat rawTracepoint(String name) {
                read.add(name);
                return Objects.requireNonNull(recorded.rawTracepoint(name));
            }

            @Override
            public boolean hasHelper(Helper helper) {
                return recorded.hasHelper(helper);
            }

            @Override
            public boolean hasKernelFunction(String name) {
                return recorded.hasKernelFunction(name);
            }

            @Override
            public String release() {
                return recorded.release();
            }
        };
        List<ProbePoint> points =
                resolve("t:syscalls:sys_enter_*,t:sched:sched_switch,rt:* {}", counting, ResolveOptions.DEFAULT);
        assertThat(points).hasSizeGreaterThan(20);
        assertThat(read).isEmpty();
        Supplier<TracepointFormat> fields =
                Objects.requireNonNull(points.getFirst().fields());
        assertThat(fields.get()).isSameAs(fields.get());
        assertThat(read).hasSize(1);
    }

    @Test
    void thereIsALimit() {
        ResolveOptions options = new ResolveOptions(List.of(), 3);
        resolve("begin {} end {} t:sched:sched_switch,i:s:1,t:sched:sched_wakeup {}", Recording.target(), options);
        assertThat(print()).isEmpty();
        resolve("t:sched:sched_switch {} t:syscalls:sys_enter_open* {} i:s:1 {}", Recording.target(), options);
        assertThat(diagnostics.all()).hasSize(1);
        assertThat(diagnostics.all().getFirst().code()).isEqualTo(Code.TOO_MANY_PROBES);
        assertThat(diagnostics.all().getFirst().span().text()).isEqualTo("t:syscalls:sys_enter_open*");
        assertThat(diagnostics.all().getFirst().message())
                .isEqualTo("Can't attach to 5 probes because it exceeds the current limit of 3 probes.");
    }

    @Test
    void aKernelThatShowsNoTracepointsIsSaidToDoSo() {
        resolve(
                "t:sched:sched_switch {}",
                new RecordedTarget("release 6.1\n", Arch.X86_64, IsaLevel.V3, 1),
                ResolveOptions.DEFAULT);
        assertThat(print()).contains("is tracefs mounted");
    }

    @Test
    void quotesAreTakenAway() {
        assertThat(one("t:\"sched\":\"sched_switch\"").name()).isEqualTo("tracepoint:sched:sched_switch");
    }
}
