package dev.skep.lang.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final CompileOptions PLAIN =
            CompileOptions.DEFAULT.withoutFeatures(Set.of(AttachFeature.RAW_TRACEPOINT));

    private static List<AttachSpec> attached(String script, RecordedTarget target, CompileOptions options) {
        Compilation compilation =
                new Compiler(target, options, StageListener.NONE).compile(new Source("stdin", script));
        assertThat(compilation.diagnostics().all())
                .extracting(Diagnostic::message)
                .isEmpty();
        List<AttachSpec> attached = new ArrayList<>();
        for (ProgramSpec program :
                Objects.requireNonNull(compilation.script()).object().programs()) {
            attached.add(program.attach());
        }
        return attached;
    }

    private static List<AttachSpec> attached(String script) {
        return attached(script, Recording.rawTracepoints(Arch.X86_64), CompileOptions.DEFAULT);
    }

    private static AttachSpec raw(String name) {
        return new AttachSpec.BtfRawTracepoint(name);
    }

    private static AttachSpec plain(String category, String name) {
        return new AttachSpec.Tracepoint(category, name);
    }

    @Test
    void aProgramThatReadsNoFieldIsRaw() {
        assertThat(attached("tracepoint:sched:sched_switch { @ = count(); }")).containsExactly(raw("sched_switch"));
    }

    @Test
    void fieldsThatHaveRowsAreRaw() {
        assertThat(attached("t:sched:sched_switch { @[args.prev_comm, args.next_pid] = count(); }"))
                .containsExactly(raw("sched_switch"));
        assertThat(attached("t:raw_syscalls:sys_enter /args.id == 1/ { @[args.args[1]] = count(); }"))
                .containsExactly(raw("sys_enter"));
        assertThat(attached("t:sched:sched_process_exec { @[str(args.filename)] = count(); }"))
                .as("a string whose length the record says")
                .containsExactly(raw("sched_process_exec"));
        assertThat(attached("t:sock:inet_sock_set_state { @[args.sport, ntop(args.daddr)] = count(); }"))
                .containsExactly(raw("inet_sock_set_state"));
    }

    @Test
    void oneFieldWithoutARowMakesItPlain() {
        assertThat(attached("t:sched:sched_switch { @[args.next_pid, args.prev_state] = count(); }"))
                .containsExactly(plain("sched", "sched_switch"));
        assertThat(attached("t:writeback:writeback_start { @[args.nr_pages] = count(); }"))
                .containsExactly(plain("writeback", "writeback_start"));
    }

    @Test
    void whatTheKernelsTypesDoNotHaveIsPlain() {
        RecordedTarget other = new RecordedTarget(
                Recording.text().replace("\tfield:struct task_struct * next;", "\tfield:struct rq * next;")
                        + "feature btf_raw_tracepoint\n",
                Recording.types(),
                Arch.X86_64,
                Recording.target().isa(),
                2);
        assertThat(attached("t:sched:sched_switch { @[args.next_pid] = count(); }", other, CompileOptions.DEFAULT))
                .containsExactly(plain("sched", "sched_switch"));
    }

    @Test
    void whatAUserMadeIsPlainWhateverItsName() {
        RecordedTarget other = new RecordedTarget(
                Recording.text() + "feature btf_raw_tracepoint\ndynamic sched/sched_switch\n",
                Recording.types(),
                Arch.X86_64,
                Recording.target().isa(),
                2);
        assertThat(attached(
                        "t:sched:sched_switch { @ = count(); } t:sched:sched_wakeup { @ = count(); }",
                        other,
                        CompileOptions.DEFAULT))
                .containsExactly(plain("sched", "sched_switch"), raw("sched_wakeup"));
    }

    @Test
    void withoutTheFeatureAllIsPlain() {
        String script = "t:sched:sched_switch { @[args.next_pid] = count(); }";
        assertThat(attached(script, Recording.rawTracepoints(Arch.X86_64), PLAIN))
                .containsExactly(plain("sched", "sched_switch"));
        assertThat(attached(script, Recording.target(), CompileOptions.DEFAULT))
                .as("on a kernel that does not run them")
                .containsExactly(plain("sched", "sched_switch"));
    }

    @Test
    void manySystemCallsAreOneProgram() {
        assertThat(attached("t:syscalls:sys_enter_* { @[probe, args.__syscall_nr] = count(); }"))
                .containsExactly(raw("sys_enter"));
        assertThat(attached("t:syscalls:sys_enter_open* { @[probe] = count(); }"))
                .as("a few are not")
                .hasSize(4)
                .allMatch(AttachSpec.Tracepoint.class::isInstance);
    }
}
