package dev.skep.bench.codegen;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a program of one function in a {@link SimulatedKernel}, and counts what it runs. */
final class Interpreter {
    private static final int STACK = 512;
    private static final int MOST_STEPS = 1_000_000;

    private final List<Instruction> code;
    private final Map<Integer, Relocation> relocations = new HashMap<>();
    private final SimulatedKernel kernel;
    private final long[] registers = new long[11];
    /** By instruction, its slot; by slot, its instruction. */
    private final int[] slots;

    private final int[] atSlot;
    private long instructions;
    private long calls;

    Interpreter(ProgramSpec program, SimulatedKernel kernel) {
        FunctionSpec main = program.main();
        if (program.functions().size() != 1) {
            throw new UnsupportedOperationException(program.name() + " has several functions");
        }
        this.kernel = kernel;
        code = main.instructions();
        main.relocations().forEach(relocation -> relocations.put(relocation.index(), relocation));
        slots = new int[code.size() + 1];
        for (int i = 0; i < code.size(); i++) {
            slots[i + 1] = slots[i] + code.get(i).slots();
        }
        atSlot = new int[slots[code.size()]];
        for (int i = 0; i < code.size(); i++) {
            atSlot[slots[i]] = i;
        }
    }

    /** Instructions run so far, wide ones counted once. */
    long instructions() {
        return instructions;
    }

    /** Calls of helpers so far. */
    long calls() {
        return calls;
    }

    /** Runs it once. */
    void run(long context) {
        registers[Register.R1.number()] = context;
        registers[Register.R10.number()] = kernel.allocate(STACK) + STACK;
        int at = 0;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Instruction instruction = code.get(at);
            instructions++;
            if (instruction instanceof Instruction.Exit) {
                return;
            } else if (instruction instanceof Instruction.Goto jump) {
                at = atSlot[slots[at] + 1 + jump.offset()];
            } else if (instruction instanceof Instruction.Branch branch) {
                at = holds(branch) ? atSlot[slots[at] + 1 + branch.offset()] : at + 1;
            } else {
                execute(instruction, at++);
            }
        }
        throw new IllegalStateException("does not end");
    }

    private long read(Register register) {
        return registers[register.number()];
    }

    private void write(Register register, long value) {
        registers[register.number()] = value;
    }

    private long read(Operand operand) {
        return operand instanceof Register register ? read(register) : ((Operand.Immediate) operand).value();
    }

    private void execute(Instruction instruction, int at) {
        switch (instruction) {
            case Instruction.Alu alu -> {
                long left = read(alu.dst());
                long right = read(alu.src());
                write(
                        alu.dst(),
                        alu.is64()
                                ? compute(alu.op(), left, right, 63)
                                : (int) compute(alu.op(), narrow(alu.op(), left), narrow(alu.op(), right), 31)
                                        & 0xffff_ffffL);
            }
            case Instruction.Negate negate ->
                write(negate.dst(), negate.is64() ? -read(negate.dst()) : -read(negate.dst()) & 0xffff_ffffL);
            case Instruction.MoveSigned move -> {
                int unused = 64 - move.bits();
                long value = read(move.src()) << unused >> unused;
                write(move.dst(), move.is64() ? value : value & 0xffff_ffffL);
            }
            case Instruction.Load load -> {
                int unused = 64 - load.width().bytes() * 8;
                long value = kernel.load(
                        read(load.base()) + load.offset(), load.width().bytes());
                write(load.dst(), load.signed() ? value << unused >> unused : value);
            }
            case Instruction.Store store ->
                kernel.store(read(store.base()) + store.offset(), store.width().bytes(), read(store.src()));
            case Instruction.Atomic atomic -> atomic(atomic);
            case Instruction.LoadWide wide -> write(wide.dst(), wide(wide, at));
            case Instruction.CallHelper call -> {
                calls++;
                write(Register.R0, kernel.call(call.id(), registers));
            }
            default -> throw new UnsupportedOperationException(instruction.toString());
        }
    }

    /** What a 32-bit operation sees of a value. */
    private static long narrow(AluOp op, long value) {
        return op == AluOp.ARSH || op == AluOp.SDIV || op == AluOp.SMOD ? (int) value : value & 0xffff_ffffL;
    }

    private static long compute(AluOp op, long left, long right, int shifts) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
            case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
            case SDIV -> right == 0 ? 0 : left / right;
            case SMOD -> right == 0 ? left : left % right;
            case OR -> left | right;
            case AND -> left & right;
            case XOR -> left ^ right;
            case LSH -> left << (right & shifts);
            case RSH -> left >>> (right & shifts);
            case ARSH -> left >> (right & shifts);
            case MOV -> right;
        };
    }

    private boolean holds(Instruction.Branch branch) {
        long left = read(branch.dst());
        long right = read(branch.src());
        return branch.is64()
                ? holds(branch.op(), left, right)
                : holds(branch.op(), left << 32 >> 32, right << 32 >> 32);
    }

    /** Narrow values come sign-extended, which keeps their order as unsigned ones, too. */
    private static boolean holds(JumpOp op, long left, long right) {
        return switch (op) {
            case EQ -> left == right;
            case NE -> left != right;
            case SET -> (left & right) != 0;
            case GT -> Long.compareUnsigned(left, right) > 0;
            case GE -> Long.compareUnsigned(left, right) >= 0;
            case LT -> Long.compareUnsigned(left, right) < 0;
            case LE -> Long.compareUnsigned(left, right) <= 0;
            case SGT -> left > right;
            case SGE -> left >= right;
            case SLT -> left < right;
            case SLE -> left <= right;
        };
    }

    private void atomic(Instruction.Atomic atomic) {
        int size = atomic.width().bytes();
        long address = read(atomic.base()) + atomic.offset();
        long source = read(atomic.src());
        long old = kernel.load(address, size);
        if (atomic.op() == AtomicOp.CMPXCHG) {
            if (old == read(Register.R0)) {
                kernel.store(address, size, source);
            }
            write(Register.R0, old);
            return;
        }
        long updated = switch (atomic.op()) {
            case ADD -> old + source;
            case OR -> old | source;
            case AND -> old & source;
            case XOR -> old ^ source;
            case XCHG, CMPXCHG -> source;
        };
        kernel.store(address, size, updated);
        if (atomic.fetch()) {
            write(atomic.src(), old);
        }
    }

    private long wide(Instruction.LoadWide wide, int at) {
        Relocation relocation = relocations.get(at);
        if (relocation == null) {
            return wide.value();
        } else if (relocation instanceof Relocation.MapReference map) {
            return kernel.map(map.map());
        } else if (relocation instanceof Relocation.MapValueReference value) {
            return kernel.valueOf(value.map()) + value.offset();
        }
        throw new UnsupportedOperationException(relocation.toString());
    }
}
