package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.CastAddressSpace;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadAcquire;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.StoreRelease;
import dev.skep.bpf.asm.Instruction.Swap;

/**
 * A level of the instruction set, numbered as compilers number it ({@code -mcpu=v1} to {@code v4}); each holds the ones
 * before it. A level says which instructions a kernel decodes. It does not say which helpers, kfuncs or address kinds
 * the kernel has.
 */
public enum IsaLevel {
    /** The first instruction set: kernel 3.18. */
    V1,
    /** Adds the jumps {@code <}, {@code <=} and their signed forms: kernel 4.14. */
    V2,
    /**
     * Adds 32-bit jumps (kernel 5.1) and atomics that fetch (kernel 5.12). 32-bit arithmetic is as old as BPF but counts
     * here: only from kernel 5.1 on does the verifier follow the values well enough to make use of it.
     */
    V3,
    /**
     * Adds sign-extending moves and loads, signed division, unconditional byte swaps, long jumps: kernel 6.6. The few
     * instructions that came after the numbering count here too, and need more than the level says: {@link MayGoto} and
     * {@link CastAddressSpace} kernel 6.9, {@link LoadAcquire} and {@link StoreRelease} kernel 6.15.
     */
    V4;

    /** The first kernel that takes all of it, but for the few instructions that came after the numbering. */
    public KernelVersion since() {
        return switch (this) {
            case V1 -> new KernelVersion(3, 18);
            case V2 -> new KernelVersion(4, 14);
            case V3 -> new KernelVersion(5, 12);
            case V4 -> new KernelVersion(6, 6);
        };
    }

    /** Whether programs of this level may hold what needs {@code other}. */
    public boolean includes(IsaLevel other) {
        return compareTo(other) >= 0;
    }

    /** The lowest level that has the instruction. */
    public static IsaLevel of(Instruction instruction) {
        if (instruction instanceof Alu alu) {
            return ofAlu(alu);
        }
        if (instruction instanceof Branch branch) {
            return branch.is64() ? ofCondition(branch.op()) : V3;
        }
        if (instruction instanceof Load load) {
            return load.signed() ? V4 : V1;
        }
        if (instruction instanceof Atomic atomic) {
            return atomic.op() == AtomicOp.ADD && !atomic.fetch() ? V1 : V3;
        }
        if (instruction instanceof Goto jump) {
            return jump.isLong() ? V4 : V1;
        }
        if (instruction instanceof ByteSwap swap) {
            return swap.swap() == Swap.ALWAYS ? V4 : V1;
        }
        if (instruction instanceof Negate negate) {
            return negate.is64() ? V1 : V3;
        }
        return instruction instanceof MoveSigned
                        || instruction instanceof CastAddressSpace
                        || instruction instanceof MayGoto
                        || instruction instanceof LoadAcquire
                        || instruction instanceof StoreRelease
                ? V4
                : V1;
    }

    private static IsaLevel ofAlu(Alu alu) {
        if (alu.op() == AluOp.SDIV || alu.op() == AluOp.SMOD) {
            return V4;
        }
        return alu.is64() ? V1 : V3;
    }

    private static IsaLevel ofCondition(JumpOp op) {
        return switch (op) {
            case EQ, GT, GE, SET, NE, SGT, SGE -> V1;
            case LT, LE, SLT, SLE -> V2;
        };
    }
}
