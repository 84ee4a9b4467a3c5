package dev.skep.lang.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final String GETPPID = "tracepoint:syscalls:sys_enter_getppid { @ = count(); }";

    private final Map<Stage, String> texts = new EnumMap<>(Stage.class);

    @Test
    void showsEachStage() {
        assertThat(compile(GETPPID, CompileOptions.DEFAULT).failed()).isFalse();
        assertThat(texts.keySet()).containsExactly(Stage.values());
        assertThat(texts.values()).allSatisfy(text -> assertThat(text).endsWith("\n"));
        assertThat(texts.get(Stage.BPF)).contains("call bpf_map_lookup_elem#1", "lock *(u64 *)(r0 +0) +=");
    }

    @Test
    void isStable() {
        compile(GETPPID, CompileOptions.DEFAULT);
        Map<Stage, String> first = new EnumMap<>(texts);
        compile(GETPPID, CompileOptions.DEFAULT);
        assertThat(texts).isEqualTo(first);
    }

    @Test
    void stopsAfterTheStageThatFoundErrors() {
        Compilation compilation = compile("begin { print($x); print(nosuch()); }", CompileOptions.DEFAULT);
        assertThat(compilation.failed()).isTrue();
        assertThat(codes(compilation)).containsExactly(Code.UNDEFINED_VARIABLE, Code.UNKNOWN_FUNCTION);
        assertThat(texts.keySet()).containsExactly(Stage.AST);
    }

    @Test
    void whatTheInstructionSetCannotDoIsSaidWhereItIsWanted() {
        Source source = new Source("test", "begin { @a = count(); @b = max(3); }");
        Compilation compilation =
                new Compiler(Recording.target(IsaLevel.V2), CompileOptions.DEFAULT, StageListener.NONE).compile(source);
        Diagnostic error = compilation.diagnostics().all().getFirst();
        assertThat(error.code()).isEqualTo(Code.UNSUPPORTED_USE);
        assertThat(error.span().text()).isEqualTo("@b = max(3)");
        assertThat(error.message())
                .isEqualTo("This needs an atomic operation that the kernel does not have: Linux 5.12 does");
    }

    @Test
    void theWatchedProcessFiltersAllButBeginAndEnd() {
        compile("begin { print(1); } " + GETPPID, CompileOptions.DEFAULT.withPid(4711));
        String[] programs = texts.getOrDefault(Stage.IR, "").split("(?=program )");
        assertThat(programs)
                .filteredOn(text -> text.contains("4711"))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("sys_enter_getppid"));
    }

    @Test
    void theChildIsAConstant() {
        String script = "tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @ = count(); }";
        assertThat(compile(script, CompileOptions.DEFAULT.withChild(4711))
                        .diagnostics()
                        .all())
                .isEmpty();
        assertThat(texts.get(Stage.BPF)).contains("if r0 != 0x1267");
        assertThat(codes(compile(script, CompileOptions.DEFAULT))).containsExactly(Code.NO_COMMAND);
    }

    private Compilation compile(String script, CompileOptions options) {
        texts.clear();
        StageListener listener = new StageListener() {
            @Override
            public boolean wants(Stage stage) {
                return true;
            }

            @Override
            public void text(Stage stage, String text) {
                texts.put(stage, text);
            }
        };
        return new Compiler(Recording.target(), options, listener).compile(new Source("stdin", script));
    }

    private static List<Code> codes(Compilation compilation) {
        return compilation.diagnostics().all().stream().map(Diagnostic::code).toList();
    }
}
