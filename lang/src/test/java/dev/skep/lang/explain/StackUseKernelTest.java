package dev.skep.lang.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Verdict;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack that an explanation names is what the verifier says. */
@Tag("kernel")
class StackUseKernelTest {

    @BeforeAll
    static void rights() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin { exit(); }",
                "t:syscalls:sys_enter_read { @[comm, pid, tid, nsecs] = count(); }",
                "t:syscalls:sys_exit_read { @ = hist(args.ret); @l[comm] = lhist(args.ret, 0, 100, 10); }",
                "t:syscalls:sys_enter_openat { printf(\"%s %s\\n\", comm, str(args.filename, 32)); }",
                "profile:hz:99 { @[kstack, comm] = count(); }",
                "begin { $a = pid; $b = tid; $c = nsecs; $d = cpu; $e = rand; $f = uid; $g = gid; @ = 1;"
                        + " print(($a, $b, $c, $d, $e, $f, $g)); print($a + $b * $c + $d * $e + $f * $g); }",
            })
    void isTheVerifiers(String program) {
        CompiledScript script =
                Objects.requireNonNull(new Compiler(Recording.target(), CompileOptions.DEFAULT, StageListener.NONE)
                        .compile(new Source("stdin", program))
                        .script());
        List<Verdict> verdicts = new ObjectLoader(new KernelBtf())
                .verify(script.object(), script.object().programs());
        Explanation.Program explained = Explainer.explain(script, 2).programs().getFirst();
        assertThat(verdicts.getFirst().log()).contains("\nstack depth " + explained.stack() + "\n");
    }
}
