package dev.skep.lang.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfBuilder;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.Member;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.Stage;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.source.Source;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Where arm64 keeps a system call's number and arguments: members of its {@code struct pt_regs}, as {@code
 * arch/arm64/include/asm/ptrace.h} lays them out.
 */
class Arm64PlanTest {
    private static final List<String> CALLS = List.of(
            "close",
            "read",
            "write",
            "pread64",
            "pwrite64",
            "fchdir",
            "fchmod",
            "fchown",
            "fsync",
            "fdatasync",
            "ftruncate",
            "lseek",
            "ioctl",
            "fcntl",
            "flock",
            "getdents64");

    private static Btf types() {
        BtfBuilder types = new BtfBuilder();
        int word = types.add(new BtfType.Int("long unsigned int", 8, Encoding.UNSIGNED));
        int number = types.add(new BtfType.Int("int", 4, Encoding.SIGNED));
        int all = types.add(new BtfType.Array(word, number, 31));
        int registers = types.add(new BtfType.Struct(
                "",
                272,
                List.of(
                        new Member("regs", all, 0, 0),
                        new Member("sp", word, 248 * 8, 0),
                        new Member("pc", word, 256 * 8, 0),
                        new Member("pstate", word, 264 * 8, 0))));
        int either = types.add(new BtfType.Union("", 272, List.of(new Member("", registers, 0, 0))));
        types.add(new BtfType.Struct(
                "pt_regs",
                288,
                List.of(
                        new Member("", either, 0, 0),
                        new Member("orig_x0", word, 272 * 8, 0),
                        new Member("syscallno", number, 280 * 8, 0))));
        int thread = types.add(new BtfType.Struct("thread_info", 8, List.of(new Member("flags", word, 0, 0))));
        types.add(new BtfType.Struct("task_struct", 8, List.of(new Member("thread_info", thread, 0, 0))));
        return Btf.read(types.build());
    }

    private static RecordedTarget target() {
        StringBuilder text = new StringBuilder(Recording.text()).append("feature btf_raw_tracepoint\n");
        for (String call : CALLS) {
            text.append("tracepoint syscalls sys_enter_").append(call).append('\n');
            text.append("\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n");
            text.append("\tfield:unsigned int first;\toffset:16;\tsize:8;\tsigned:0;\n");
            text.append("\tfield:unsigned int fifth;\toffset:48;\tsize:8;\tsigned:0;\n");
            text.append("tracepoint syscalls sys_exit_").append(call).append('\n');
            text.append("\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n");
            text.append("\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n");
        }
        return new RecordedTarget(text.toString(), types(), Arch.AARCH64, IsaLevel.V3, 2);
    }

    /** The IR of the program that a script is. */
    private static String compiled(String script, String tracepoint) {
        StringBuilder text = new StringBuilder();
        StageListener ir = new StageListener() {
            @Override
            public boolean wants(Stage stage) {
                return stage == Stage.IR;
            }

            @Override
            public void text(Stage stage, String ir) {
                text.append(ir);
            }
        };
        Compilation compilation =
                new Compiler(target(), CompileOptions.DEFAULT, ir).compile(new Source("stdin", script));
        assertThat(compilation.diagnostics().all())
                .extracting(Diagnostic::message)
                .isEmpty();
        assertThat(Objects.requireNonNull(compilation.script()).object().programs())
                .singleElement()
                .satisfies(
                        program -> assertThat(program.attach()).isEqualTo(new AttachSpec.BtfRawTracepoint(tracepoint)));
        return text.toString();
    }

    private static String each(String prefix) {
        return "tracepoint:syscalls:" + prefix + String.join(", tracepoint:syscalls:" + prefix, CALLS);
    }

    @Test
    void argumentsOfFamilies() {
        assertThat(compiled(each("sys_enter_") + " { @[args.first] = sum(args.fifth); }", "sys_enter"))
                .contains("pt_regs.orig_x0")
                .contains("regs[4]")
                .contains("thread_info.flags");
    }

    @Test
    void numbersAndResultsOfFamilies() {
        assertThat(compiled(each("sys_exit_") + " { @[args.__syscall_nr] = sum(args.ret); }", "sys_exit"))
                .contains("pt_regs.syscallno");
    }

    @Test
    void argumentsOfAnyCall() {
        assertThat(compiled("t:raw_syscalls:sys_enter { @[args.args[0], args.args[5]] = count(); }", "sys_enter"))
                .contains("pt_regs.orig_x0")
                .contains("regs[5]")
                .as("what is not asked for is not read")
                .doesNotContain("regs[1]");
        assertThat(compiled("t:raw_syscalls:sys_exit { @[args.id] = count(); }", "sys_exit"))
                .contains("pt_regs.syscallno");
    }
}
