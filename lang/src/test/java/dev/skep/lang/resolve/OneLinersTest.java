package dev.skep.lang.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.AstPrinter;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.syntax.SourcePrinter;
import dev.skep.lang.target.Recording;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type first goes through the front end as it stands. */
class OneLinersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracepoint:syscalls:sys_enter_open { printf(\"%s %s\\n\", comm, str(args->filename)); }",
                "tracepoint:syscalls:sys_enter_open* { @[probe] = count(); }",
                "tracepoint:syscalls:sys_enter_execve { join(args->argv); }",
                "t:syscalls:sys_exit_execve { printf(\"%s %-d\\n\", comm, args->ret); }",
                "tracepoint:raw_syscalls:sys_enter { @[pid, comm] = count(); }",
                "tracepoint:syscalls:sys_exit_read /args->ret/ { @[comm] = sum(args->ret); }",
                "tracepoint:syscalls:sys_exit_read /pid == 4711/ { @bytes = hist(args->ret); }",
                "t:syscalls:sys_exit_read /args->ret < 0/ { @[- args->ret] = count(); }",
                "t:syscalls:sys_enter_read { @reads = count() } interval:s:5 { exit(); }",
                "t:syscalls:sys_enter_setuid {printf(\"setuid by PID: %d (%s),\\t UID %d\\n\", pid, comm, uid); }",
                "tracepoint:syscalls:sys_enter_clone {printf(\"-> clone() by %s PID %d\\n\", comm, pid); }"
                        + " tracepoint:syscalls:sys_exit_clone { printf(\"<- clone() return %d\\n\", args->ret); }",
                "tracepoint:block:block_rq_issue { @ = hist(args->bytes); }",
                "t:block:block_rq_insert { @[kstack(3), comm] = count(); }",
                "t:block:block_rq_* { @[probe] = count() } interval:s:5 { print(@); print(\"\\n\"); clear(@); }",
                "software:major-faults:1 { @[comm] = count(); }",
                "profile:hz:45 { @[ustack] = count(); } interval:s:1 { exit(); }",
                "tracepoint:sched:sched* { @[probe] = count(); } interval:s:5 { exit(); }",
                "t:syscalls:sys_enter_nanosleep { system(\"ps -p %d\\n\", pid); }",
                "BEGIN {printf(\"Hey %s!\\n\", str($1)); }",
                "t:syscalls:sys_enter_read { @start[tid] = nsecs; } t:syscalls:sys_exit_read /@start[tid]/ "
                        + "{ @us[comm] = sum(nsecs - @start[tid]); delete(@start[tid]); }"
                        + " END { print(@us, 0, 1000); clear(@us); clear(@start); }",
            })
    void resolve(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source("stdin", program), diagnostics);
        ResolveOptions options = ResolveOptions.DEFAULT.withParameters(List.of("BPF"));
        ResolvedScript resolved = Resolver.resolve(script, Recording.target(), options, diagnostics);
        assertThat(new DiagnosticPrinter(false).print(diagnostics)).isEmpty();
        assertThat(resolved.probes())
                .hasSizeGreaterThanOrEqualTo(script.probes().size());
        Ast.Script again = Parser.parse(new Source("stdin", SourcePrinter.print(script)), diagnostics);
        assertThat(AstPrinter.print(again)).isEqualTo(AstPrinter.print(script));
    }
}
