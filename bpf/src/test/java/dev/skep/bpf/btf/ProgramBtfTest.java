package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.BtfType.Function;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.Relocation;
import dev.skep.bpf.spec.SourceLine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of a program for its load. */
class ProgramBtfTest {
    private static final Instruction WIDE = LoadWide.constant(Register.R0, 1L << 40);
    private static final Instruction EXIT = new Exit();

    private static FunctionSpec function(String name, int parameters, List<Instruction> code, SourceLine... lines) {
        return new FunctionSpec(name, parameters, code, List.of(), List.of(lines));
    }

    private static ProgramSpec program(FunctionSpec... functions) {
        return new ProgramSpec("p", ProgramType.TRACEPOINT, new AttachSpec.Manual(), List.of(functions), 0);
    }

    /** Function infos as "slot: declaration". */
    private static List<String> functions(ProgramBtf program) {
        Btf btf = Btf.read(program.btf());
        ByteBuffer in = ByteBuffer.wrap(program.funcInfo()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> result = new ArrayList<>();
        while (in.hasRemaining()) {
            result.add(in.getInt() + ": " + btf.definition(in.getInt()));
        }
        assertThat(result).hasSize(program.funcInfoCount());
        return result;
    }

    /** Line infos as "slot file:line:column text". */
    private static List<String> lines(ProgramBtf program) {
        ByteBuffer in = ByteBuffer.wrap(program.lineInfo()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> result = new ArrayList<>();
        while (in.hasRemaining()) {
            int slot = in.getInt();
            String file = string(program.btf(), in.getInt());
            String text = string(program.btf(), in.getInt());
            int position = in.getInt();
            result.add(slot + " " + file + ":" + (position >>> 10) + ":" + (position & 1023) + " " + text);
        }
        assertThat(result).hasSize(program.lineInfoCount());
        return result;
    }

    private static String string(byte[] btf, int offset) {
        ByteBuffer header = ByteBuffer.wrap(btf).order(ByteOrder.LITTLE_ENDIAN);
        int start = header.getInt(4) + header.getInt(16) + offset;
        int end = start;
        while (btf[end] != 0) {
            end++;
        }
        return new String(btf, start, end - start, StandardCharsets.UTF_8);
    }

    @Test
    void functionsStandAtTheirSlots() {
        ProgramBtf made = ProgramBtf.of(program(
                function("tracepoint", 1, List.of(WIDE, WIDE, EXIT)),
                function("two", 2, List.of(EXIT)),
                function("none", 0, List.of(WIDE, EXIT)),
                function("other", 2, List.of(EXIT))));

        assertThat(functions(made))
                .containsExactly(
                        "0: int tracepoint(void *ctx);",
                        "5: static long two(long r1, long r2);",
                        "6: static long none(void);",
                        "9: static long other(long r1, long r2);");
        assertThat(made.funcInfoRecordSize()).isEqualTo(8);
        assertThat(made.lineInfo()).isEmpty();
        assertThat(made.lineInfoCount()).isZero();
    }

    @Test
    void functionsOfOneShapeShareAPrototype() {
        Btf btf = Btf.read(ProgramBtf.of(program(
                        function("main", 1, List.of(EXIT)),
                        function("a", 3, List.of(EXIT)),
                        function("b", 3, List.of(EXIT))))
                .btf());
        assertThat(btf.ids(BtfKind.FUNCTION_PROTOTYPE)).hasSize(2);
        assertThat(btf.ids(BtfKind.FUNCTION)).hasSize(3);
    }

    @Test
    void openRelocationsDoNotMatter() {
        FunctionSpec main = new FunctionSpec(
                "main",
                1,
                List.of(new LoadWide(Register.R1, Instruction.WideKind.MAP_FD, 0, 0), new CallSubprogram(0), EXIT),
                List.of(new Relocation.MapReference(0, "m"), new Relocation.SubprogramReference(1, "sub")),
                List.of());
        assertThat(functions(ProgramBtf.of(program(main, function("sub", 1, List.of(EXIT))))))
                .containsExactly("0: int main(void *ctx);", "4: static long sub(long r1);");
    }

    @Test
    void linesStandAtTheSlotsOfTheirInstructions() {
        ProgramBtf made = ProgramBtf.of(program(
                function(
                        "main",
                        1,
                        List.of(WIDE, EXIT, WIDE, EXIT),
                        new SourceLine(0, "stdin", "BEGIN { @x = 1;", 1, 9),
                        new SourceLine(2, "stdin", "  exit() }", 2, 3)),
                function("made_up", 0, List.of(WIDE, EXIT)),
                function("sub", 0, List.of(EXIT), new SourceLine(0, "lib.bt", "macro", 7, 1))));

        assertThat(lines(made))
                .containsExactly(
                        "0 stdin:1:9 BEGIN { @x = 1;",
                        "3 stdin:2:3 exit() }",
                        "6 :0:0 function made_up",
                        "9 lib.bt:7:1 macro");
        assertThat(made.lineInfoRecordSize()).isEqualTo(16);
    }

    @Test
    void hostileTextIsMadeHarmless() {
        String longLine = "x".repeat(1000);
        ProgramBtf made = ProgramBtf.of(program(
                function(
                        "tracepoint:syscalls:sys_enter_*",
                        1,
                        List.of(EXIT, EXIT, EXIT),
                        new SourceLine(0, "a\nb\0c", "\t\033[31mred\u0085\0", 5_000_000, 5_000),
                        new SourceLine(1, "", longLine, -5, -5),
                        new SourceLine(2, "", "\uD83D\uDE00".repeat(1000), 0, 0)),
                function("", 0, List.of(EXIT)),
                function("9lives", 0, List.of(EXIT)),
                function("ä".repeat(500), 0, List.of(EXIT))));

        assertThat(functions(made))
                .containsExactly(
                        "0: int tracepoint_syscalls_sys_enter__(void *ctx);",
                        "3: static long _(void);",
                        "4: static long _9lives(void);",
                        "5: static long " + "_".repeat(127) + "(void);");
        assertThat(lines(made).get(0)).isEqualTo("0 a b c:4194303:1023 [31mred");
        assertThat(lines(made).get(1)).isEqualTo("1 :0:0 " + "x".repeat(237) + "...");
        assertThat(lines(made).get(2)).isEqualTo("2 :0:0 " + "\uD83D\uDE00".repeat(118) + "...");
    }

    @Test
    void prototypesAreWhatTheKernelChecks() {
        Btf btf = Btf.read(ProgramBtf.of(program(function("main", 1, List.of(EXIT)), function("f", 5, List.of(EXIT))))
                .btf());
        for (int id : btf.ids(BtfKind.FUNCTION)) {
            Function function = (Function) btf.type(id);
            FunctionPrototype prototype = (FunctionPrototype) btf.type(function.prototype());
            assertThat(function.linkage()).isEqualTo(function.name().equals("main") ? Linkage.GLOBAL : Linkage.STATIC);
            assertThat(prototype.parameters()).extracting(Parameter::name).doesNotContain("");
            assertThat(btf.kind(prototype.result())).isEqualTo(BtfKind.INT);
        }
    }

    @Test
    void functionsWithoutInstructionsAreRefused() {
        assertThatThrownBy(() -> ProgramBtf.of(program(function("main", 1, List.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("function main has no instructions");
    }
}
