package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Register.R0;
import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R10;
import static dev.skep.bpf.asm.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import dev.skep.bpf.spec.Relocation.KfuncReference;
import dev.skep.bpf.spec.Relocation.MapReference;
import dev.skep.bpf.spec.Relocation.MapValueReference;
import dev.skep.bpf.spec.Relocation.SubprogramReference;
import dev.skep.bpf.spec.Relocation.TypeReference;
import dev.skep.bpf.spec.SourceLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    private final Assembler code = new Assembler(IsaLevel.V3);

    @Test
    void jumpsCountSlotsNotInstructions() {
        Label start = code.newLabel();
        Label end = code.newLabel("end");
        FunctionSpec function = code.bind(start)
                .branch(JumpOp.EQ, R1, 0, end)
                .mov(R1, 0x1_0000_0000L)
                .branch32(JumpOp.LT, R1, R2, start)
                .jump(end)
                .bind(end)
                .exit()
                .build("f", 2);

        assertThat(function.instructions())
                .containsExactly(
                        new Branch(JumpOp.EQ, true, R1, Operand.of(0), 4),
                        LoadWide.constant(R1, 0x1_0000_0000L),
                        new Branch(JumpOp.LT, false, R1, R2, -4),
                        new Goto(false, 0),
                        new Exit());
        assertThat(function.parameters()).isEqualTo(2);
    }

    @Test
    void aConstantTakesItsShortestForm() {
        assertThat(moved(IsaLevel.V3, -1)).isEqualTo(new Alu(true, AluOp.MOV, R0, Operand.of(-1)));
        assertThat(moved(IsaLevel.V3, Integer.MAX_VALUE))
                .isEqualTo(new Alu(true, AluOp.MOV, R0, Operand.of(Integer.MAX_VALUE)));
        assertThat(moved(IsaLevel.V3, 0xffff_ffffL)).isEqualTo(new Alu(false, AluOp.MOV, R0, Operand.of(-1)));
        assertThat(moved(IsaLevel.V2, 0xffff_ffffL)).isEqualTo(LoadWide.constant(R0, 0xffff_ffffL));
        assertThat(moved(IsaLevel.V3, 0x1_0000_0000L)).isEqualTo(LoadWide.constant(R0, 0x1_0000_0000L));
        assertThat(moved(IsaLevel.V3, Long.MIN_VALUE)).isEqualTo(LoadWide.constant(R0, Long.MIN_VALUE));
    }

    private static Instruction moved(IsaLevel level, long value) {
        return new Assembler(level)
                .mov(R0, value)
                .exit()
                .build("f", 0)
                .instructions()
                .getFirst();
    }

    @Test
    void whatTheKernelKnowsBecomesARelocation() {
        FunctionSpec function = code.loadMap(R1, "@x")
                .loadMapValue(R2, "@y", 8)
                .callKfunc("bpf_rdonly_cast")
                .callSubprogram("sum")
                .loadSubprogram(R1, "step")
                .movTypeId(R2, "struct", "task_struct")
                .loadField(Width.WORD, R0, R1, "task_struct", "pid")
                .addFieldOffset(R1, "task_struct", "comm")
                .exit()
                .build("f", 0);

        assertThat(function.relocations())
                .containsExactly(
                        new MapReference(0, "@x"),
                        new MapValueReference(1, "@y", 8),
                        new KfuncReference(2, "bpf_rdonly_cast"),
                        new SubprogramReference(3, "sum"),
                        new SubprogramReference(4, "step"),
                        new TypeReference(5, "struct", "task_struct"),
                        new FieldOffset(6, "task_struct", "pid"),
                        new FieldOffset(7, "task_struct", "comm"));
    }

    @Test
    void aRelocationTakesTheIndexOfItsInstruction() {
        FunctionSpec function = code.mov(R1, R10)
                .emit(new Alu(true, AluOp.ADD, R1, Operand.of(0)), new FieldOffset(99, "file", "f_pos"))
                .exit()
                .build("f", 0);
        assertThat(function.relocations()).containsExactly(new FieldOffset(1, "file", "f_pos"));
    }

    @Test
    void linesCoverWhatStandsBeforeTheFirstAndAreReplacedInPlace() {
        FunctionSpec function = code.mov(R1, R10)
                .line("a.bt", "first", 1, 3)
                .mov(R0, 0)
                .line("a.bt", "forgotten", 2, 1)
                .line("a.bt", "second", 3, 1)
                .exit()
                .line("a.bt", "behind the end", 4, 1)
                .build("f", 0);
        assertThat(function.lines())
                .containsExactly(new SourceLine(0, "a.bt", "first", 1, 3), new SourceLine(2, "a.bt", "second", 3, 1));
    }

    @Test
    void anInstructionAboveTheLevelIsRefused() {
        Assembler old = new Assembler(IsaLevel.V1);
        Label label = old.newLabel();
        assertThatThrownBy(() -> old.branch(JumpOp.LT, R1, 5, label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs ISA V2, and this function is for V1");
        assertThatThrownBy(() -> old.alu32(AluOp.ADD, R1, 5)).hasMessageContaining("needs ISA V3");
        assertThatThrownBy(() -> code.emit(new MoveSigned(true, R1, R2, 8))).hasMessageContaining("needs ISA V4");
        assertThatThrownBy(() -> code.mayGoto(code.newLabel())).hasMessageContaining("needs ISA V4");
        assertThat(old.position()).isZero();
    }

    @Test
    void mayGotoIsAJumpLikeOthers() {
        Assembler v4 = new Assembler(IsaLevel.V4);
        Label out = v4.newLabel();
        Label loop = v4.newLabel();
        FunctionSpec function =
                v4.bind(loop).mayGoto(out).jump(loop).bind(out).exit().build("f", 0);
        assertThat(function.instructions()).containsExactly(new MayGoto(1), new Goto(false, -2), new Exit());
    }

    @Test
    void misuseIsNamed() {
        Label label = code.newLabel("out");
        assertThatThrownBy(() -> code.emit(new Goto(false, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a jump needs a label");
        assertThatThrownBy(() -> code.build("f", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("function f does not end with exit or goto");
        code.branch(JumpOp.NE, R1, 0, label).exit();
        assertThatThrownBy(() -> code.build("f", 0)).hasMessage("function f: label out is not bound");
        code.bind(label);
        assertThatThrownBy(() -> code.build("f", 0))
                .hasMessage("function f: label out is bound behind the last instruction");
        assertThatThrownBy(() -> code.bind(label)).hasMessage("label out is bound already");
        assertThatThrownBy(() -> new Assembler(IsaLevel.V3).bind(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label out is another function's");
        code.exit();
        assertThat(code.build("f", 0).instructions())
                .isEqualTo(List.of(new Branch(JumpOp.NE, true, R1, Operand.of(0), 1), new Exit(), new Exit()));
    }
}
