package dev.skep.lang.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import org.junit.jupiter.api.Test;

/** Scripts that are built to take too much time or memory: each ends with a program or with a reason. */
class HostileScriptTest {

    @Test
    void typesThatWanderThroughManyMaps() {
        StringBuilder script = new StringBuilder("begin { ");
        for (int i = 0; i < 300; i++) {
            script.append("@m").append(i).append(" = @m").append(i + 1).append("; ");
        }
        assertThat(compile(script + "@m300 = 1; }").failed()).isFalse();
    }

    @Test
    void tuplesThatDouble() {
        StringBuilder script = new StringBuilder("begin { $x0 = (1, 2); ");
        for (int i = 0; i < 60; i++) {
            script.append("$x")
                    .append(i + 1)
                    .append(" = ($x")
                    .append(i)
                    .append(", $x")
                    .append(i);
            script.append("); ");
        }
        assertThat(first(script + "}")).isEqualTo(Code.TUPLE_TOO_BIG);
    }

    @Test
    void wideTuples() {
        assertThat(first("begin { print((" + "1, ".repeat(20_000) + "1)); }")).isEqualTo(Code.TUPLE_TOO_BIG);
    }

    @Test
    void manyErrorsWithManyNearNames() {
        StringBuilder script = new StringBuilder("begin { ");
        for (int i = 0; i < 2000; i++) {
            script.append("$x").append(i).append(" = 1; print($y").append(i).append("); ");
        }
        Compilation compilation = compile(script + "}");
        assertThat(compilation.diagnostics().all()).hasSize(Diagnostics.LIMIT);
        assertThat(compilation.diagnostics().dropped()).isEqualTo(2000 - Diagnostics.LIMIT);
    }

    @Test
    void manyStatements() {
        assertThat(compile("begin { " + "@a++; ".repeat(5000) + "}").failed()).isFalse();
        assertThat(compile("begin { $x = 0; " + "if (pid == $x) { $x = $x + 1; } ".repeat(2000) + "print($x); }")
                        .failed())
                .isFalse();
    }

    @Test
    void moreMemoryThanAProgramHas() {
        StringBuilder script = new StringBuilder("begin { ");
        for (int i = 0; i < 40; i++) {
            script.append("$s").append(i).append(" = str(").append(i).append("); ");
        }
        for (int i = 0; i < 40; i++) {
            script.append("print($s").append(i).append("); ");
        }
        assertThat(first(script + "}")).isEqualTo(Code.PROGRAM_TOO_BIG);
    }

    private static Code first(String script) {
        Compilation compilation = compile(script);
        assertThat(compilation.failed()).isTrue();
        return compilation.diagnostics().all().getFirst().code();
    }

    private static Compilation compile(String script) {
        return new Compiler(Recording.target(), CompileOptions.DEFAULT, StageListener.NONE)
                .compile(new Source("stdin", script));
    }
}
