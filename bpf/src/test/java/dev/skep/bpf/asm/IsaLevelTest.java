package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Swap;
import org.junit.jupiter.api.Test;

class IsaLevelTest {
    @Test
    void eachLevelHasItsInstructions() {
        assertLevel(IsaLevel.V1, new Alu(true, AluOp.MOD, R1, R2));
        assertLevel(IsaLevel.V1, new Branch(JumpOp.SGE, true, R1, R2, 0));
        assertLevel(IsaLevel.V1, new Atomic(Width.WORD, AtomicOp.ADD, false, R1, 0, R2));
        assertLevel(IsaLevel.V1, new ByteSwap(Swap.BIG, R1, 16));
        assertLevel(IsaLevel.V1, new LoadPacket(Width.WORD, 0));
        assertLevel(IsaLevel.V1, new Negate(true, R1));
        assertLevel(IsaLevel.V2, new Branch(JumpOp.SLT, true, R1, R2, 0));
        assertLevel(IsaLevel.V3, new Alu(false, AluOp.ADD, R1, R2));
        assertLevel(IsaLevel.V3, new Negate(false, R1));
        assertLevel(IsaLevel.V3, new Branch(JumpOp.EQ, false, R1, R2, 0));
        assertLevel(IsaLevel.V3, new Atomic(Width.WORD, AtomicOp.ADD, true, R1, 0, R2));
        assertLevel(IsaLevel.V3, new Atomic(Width.WORD, AtomicOp.OR, false, R1, 0, R2));
        assertLevel(IsaLevel.V4, new Alu(false, AluOp.SDIV, R1, R2));
        assertLevel(IsaLevel.V4, new MoveSigned(false, R1, R2, 8));
        assertLevel(IsaLevel.V4, new Load(Width.BYTE, true, R1, R2, 0));
        assertLevel(IsaLevel.V4, new ByteSwap(Swap.ALWAYS, R1, 16));
        assertLevel(IsaLevel.V4, new Goto(true, 0));
        assertLevel(IsaLevel.V4, new Instruction.MayGoto(0));
        assertLevel(IsaLevel.V4, new Instruction.LoadAcquire(Width.BYTE, R1, R2, 0));
    }

    @Test
    void aLevelIncludesTheOnesBefore() {
        assertThat(IsaLevel.V3.includes(IsaLevel.V1)).isTrue();
        assertThat(IsaLevel.V3.includes(IsaLevel.V3)).isTrue();
        assertThat(IsaLevel.V3.includes(IsaLevel.V4)).isFalse();
    }

    private static void assertLevel(IsaLevel level, Instruction instruction) {
        assertThat(IsaLevel.of(instruction)).as("%s", instruction).isEqualTo(level);
    }
}
