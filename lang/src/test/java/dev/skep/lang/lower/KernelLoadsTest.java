package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.Stage;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import org.junit.jupiter.api.Test;

/** What is read by loads, and what by helpers, depends on the kernel and on whose memory it is. */
class KernelLoadsTest {
    private static final String CHAIN = "begin { @ = curtask->real_parent->tgid; }";

    private static String ir(String script, Target target) {
        StringBuilder text = new StringBuilder();
        Compilation compilation = new Compiler(target, CompileOptions.DEFAULT, new StageListener() {
                    @Override
                    public boolean wants(Stage stage) {
                        return stage == Stage.IR;
                    }

                    @Override
                    public void text(Stage stage, String printed) {
                        text.append(printed);
                    }
                })
                .compile(new Source("test", script));
        assertThat(compilation.failed()).isFalse();
        return text.toString();
    }

    @Test
    void chainsAreLoaded() {
        assertThat(ir(CHAIN, Recording.target()))
                .containsSubsequence(
                        "task_struct.real_parent",
                        "kernel bpf_rdonly_cast(",
                        "load u64 ",
                        "probe_read_kernel(",
                        "task_struct.tgid",
                        "kernel bpf_rdonly_cast(",
                        "load s32 ",
                        "probe_read_kernel(");
    }

    @Test
    void olderKernelsCopy() {
        assertThat(ir(CHAIN, Recording.linux515()))
                .contains("probe_read_kernel(")
                .doesNotContain("bpf_rdonly_cast");
    }

    @Test
    void memoryOfProcessesIsCopied() {
        assertThat(ir("begin { @ = *(uint64 *)uptr(5); }", Recording.target()))
                .contains("probe_read_user(")
                .doesNotContain("bpf_rdonly_cast");
    }

    @Test
    void theNameIsLoadedWhereTheTypeIsKnown() {
        String script = "begin { @[comm] = 1; }";
        assertThat(ir(script, Recording.linux515()))
                .containsSubsequence("get_current_task_btf()", "task_struct.comm@", "task_struct.comm[8]@")
                .doesNotContain("get_current_comm");
        assertThat(ir(script, Recording.withoutTypes()))
                .contains("get_current_comm(")
                .doesNotContain("get_current_task_btf");
    }
}
