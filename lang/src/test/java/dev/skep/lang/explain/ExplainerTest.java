package dev.skep.lang.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    @Test
    void explains() {
        Golden.check("explain/explanations.txt", program -> ExplanationText.of(explain(program, 2)));
    }

    @Test
    void probesOfAWildcardAreOneProgram() {
        Explanation explanation = explain("tracepoint:syscalls:sys_enter_* { @[probe, comm] = count(); }", 2);
        // Each has its own name in it.
        assertThat(explanation.programs()).hasSizeLessThan(4);
        explanation = explain("tracepoint:syscalls:sys_enter_* { $s = str(1); @[$s] = count(); }", 2);
        assertThat(explanation.programs())
                .singleElement()
                .satisfies(program -> assertThat(program.probes()).hasSizeGreaterThan(10));
        assertThat(explanation.maps()).anySatisfy(map -> {
            assertThat(map.name()).isEqualTo("scratch memory");
            assertThat(map.count()).isGreaterThan(10);
        });
    }

    @Test
    void perCpuValuesExistOncePerCpu() {
        String script = "tracepoint:syscalls:sys_enter_read { @[pid] = count(); }";
        long two = explain(script, 2).maps().getFirst().bytes();
        long many = explain(script, 64).maps().getFirst().bytes();
        assertThat(many - two).isEqualTo(62 * 4096 * 8);
    }

    private static Explanation explain(String program, int cpus) {
        Compilation compilation = new Compiler(Recording.target(), CompileOptions.DEFAULT, StageListener.NONE)
                .compile(new Source("stdin", program));
        CompiledScript script = compilation.script();
        assertThat(script)
                .as(new DiagnosticPrinter(false).print(compilation.diagnostics()))
                .isNotNull();
        return Explainer.explain(Objects.requireNonNull(script), cpus);
    }
}
