package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.CastAddressSpace;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadAcquire;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.LoadPacketIndirect;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.Instruction.StoreRelease;
import dev.skep.bpf.asm.Instruction.Swap;
import dev.skep.bpf.asm.Instruction.WideKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Every form of every instruction with every register, and random offsets and immediates, for tests to go through. */
final class InstructionForms {
    private static final int[] EDGES = {0, 1, -1, 8, 16, 32, 0x7fff, -0x8000, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final List<Register> registers;
    private final Random random;
    private final Consumer<Instruction> sink;

    private InstructionForms(List<Register> registers, Random random, Consumer<Instruction> sink) {
        this.registers = registers;
        this.random = random;
        this.sink = sink;
    }

    static void forEach(Random random, Consumer<Instruction> sink) {
        new InstructionForms(List.of(Register.values()), random, sink).all();
    }

    /** Every form, with few registers. */
    static List<Instruction> some(Random random) {
        List<Instruction> forms = new ArrayList<>();
        new InstructionForms(List.of(Register.R1, Register.R10), random, forms::add).all();
        return forms;
    }

    private void all() {
        for (Register dst : registers) {
            withOneRegister(dst);
            for (Register src : registers) {
                withTwoRegisters(dst, src);
            }
        }
        for (int i = 0; i < EDGES.length; i++) {
            sink.accept(new Goto(false, offset()));
            sink.accept(new Goto(true, imm()));
            sink.accept(new MayGoto(offset()));
            sink.accept(new CallHelper(imm()));
            sink.accept(new CallKfunc(imm(), offset()));
            sink.accept(new CallSubprogram(imm()));
            for (Width width : Width.values()) {
                if (width != Width.DOUBLE) {
                    sink.accept(new LoadPacket(width, imm()));
                }
            }
        }
        sink.accept(new Exit());
    }

    private void withOneRegister(Register dst) {
        for (int bits : new int[] {16, 32, 64}) {
            for (Swap swap : Swap.values()) {
                sink.accept(new ByteSwap(swap, dst, bits));
            }
        }
        for (WideKind kind : WideKind.values()) {
            sink.accept(new LoadWide(dst, kind, imm(), imm()));
        }
        for (Width width : Width.values()) {
            sink.accept(new Store(width, dst, offset(), Operand.of(imm())));
            if (width != Width.DOUBLE) {
                sink.accept(new LoadPacketIndirect(width, dst, imm()));
            }
        }
        for (boolean is64 : new boolean[] {false, true}) {
            sink.accept(new Negate(is64, dst));
            arithmeticAndBranches(is64, dst, Operand.of(imm()));
        }
    }

    private void withTwoRegisters(Register dst, Register src) {
        sink.accept(new CastAddressSpace(dst, src, imm()));
        sink.accept(new MoveSigned(true, dst, src, 32));
        for (boolean is64 : new boolean[] {false, true}) {
            arithmeticAndBranches(is64, dst, src);
            sink.accept(new MoveSigned(is64, dst, src, 8));
            sink.accept(new MoveSigned(is64, dst, src, 16));
        }
        for (Width width : Width.values()) {
            sink.accept(new Load(width, false, dst, src, offset()));
            sink.accept(new Store(width, dst, offset(), src));
            sink.accept(new LoadAcquire(width, dst, src, offset()));
            sink.accept(new StoreRelease(width, dst, offset(), src));
            if (width != Width.DOUBLE) {
                sink.accept(new Load(width, true, dst, src, offset()));
            }
            if (width.bytes() >= 4) {
                atomics(width, dst, src);
            }
        }
    }

    private void atomics(Width width, Register dst, Register src) {
        for (AtomicOp op : AtomicOp.values()) {
            sink.accept(new Atomic(width, op, true, dst, offset(), src));
            if (!op.alwaysFetches()) {
                sink.accept(new Atomic(width, op, false, dst, offset(), src));
            }
        }
    }

    private void arithmeticAndBranches(boolean is64, Register dst, Operand src) {
        for (AluOp op : AluOp.values()) {
            sink.accept(new Alu(is64, op, dst, src));
        }
        for (JumpOp op : JumpOp.values()) {
            sink.accept(new Branch(op, is64, dst, src, offset()));
        }
    }

    private int imm() {
        return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt();
    }

    private int offset() {
        return (short) imm();
    }
}
