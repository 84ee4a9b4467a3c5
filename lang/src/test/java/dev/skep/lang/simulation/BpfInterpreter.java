package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs BPF instructions by the standard (RFC 9669), and refuses what the verifier would: registers that were not set,
 * stack that was not written or is not accessed aligned, more stack than there is.
 */
public final class BpfInterpreter {
    private static final int MAX_STEPS = 5_000_000;
    private static final int STACK = 512;
    private static final long POISON = 0xdead_beef_dead_beefL;

    private final List<Instruction> code;
    private final Map<Integer, Relocation> relocations = new HashMap<>();
    private final Environment world;
    private final Memory memory;
    private final long[] registers = new long[11];
    private final boolean[] set = new boolean[11];
    /** By slot, the index of the instruction that starts there. */
    private final int[] atSlot;

    private final int[] slotOf;
    private int steps;

    public BpfInterpreter(FunctionSpec function, Environment world) {
        code = function.instructions();
        function.relocations().forEach(relocation -> relocations.put(relocation.index(), relocation));
        this.world = world;
        memory = world.memory();
        slotOf = new int[code.size() + 1];
        for (int i = 0; i < code.size(); i++) {
            slotOf[i + 1] = slotOf[i] + code.get(i).slots();
        }
        atSlot = new int[slotOf[code.size()]];
        Arrays.fill(atSlot, -1);
        for (int i = 0; i < code.size(); i++) {
            atSlot[slotOf[i]] = i;
        }
    }

    /** How many instructions the run took. */
    int steps() {
        return steps;
    }

    /** Runs the function and returns what it returns. */
    public long run() {
        write(Register.R1, world.context());
        write(Register.R10, memory.allocate("stack", STACK, true) + STACK);
        int at = 0;
        for (steps = 0; steps < MAX_STEPS; steps++) {
            Instruction instruction = code.get(at);
            switch (instruction) {
                case Instruction.Exit exit -> {
                    return read(Register.R0);
                }
                case Instruction.Goto jump -> at = target(at, jump.offset());
                case Instruction.Branch branch -> at = test(branch) ? target(at, branch.offset()) : at + 1;
                default -> {
                    execute(instruction, at);
                    at++;
                }
            }
        }
        throw new IllegalStateException("does not end");
    }

    private int target(int at, int offset) {
        int slot = slotOf[at] + 1 + offset;
        if (slot < 0 || slot >= atSlot.length || atSlot[slot] < 0) {
            throw new IllegalStateException("jump to no instruction");
        }
        return atSlot[slot];
    }

    private long read(Register register) {
        if (!set[register.number()]) {
            throw new IllegalStateException(register + " !read_ok");
        }
        return registers[register.number()];
    }

    private void write(Register register, long value) {
        registers[register.number()] = value;
        set[register.number()] = true;
    }

    private long read(Operand operand) {
        return switch (operand) {
            case Operand.Immediate immediate -> immediate.value();
            case Register register -> read(register);
        };
    }

    private void execute(Instruction instruction, int at) {
        switch (instruction) {
            case Instruction.Alu alu -> {
                long left = alu.op() == AluOp.MOV ? 0 : read(alu.dst());
                long right = read(alu.src());
                check(alu);
                write(alu.dst(), alu.is64() ? compute(alu.op(), left, right) : compute32(alu.op(), left, right));
            }
            case Instruction.Negate negate -> write(negate.dst(), -read(negate.dst()));
            case Instruction.MoveSigned move -> {
                int unused = 64 - move.bits();
                write(move.dst(), read(move.src()) << unused >> unused);
            }
            case Instruction.Load load -> {
                int size = load.width().bytes();
                long value = memory.load(read(load.base()) + load.offset(), size);
                int unused = 64 - size * 8;
                write(load.dst(), load.signed() ? value << unused >> unused : value);
            }
            case Instruction.Store store ->
                memory.store(read(store.base()) + store.offset(), store.width().bytes(), read(store.src()));
            case Instruction.Atomic atomic -> atomic(atomic);
            case Instruction.LoadWide wide -> write(wide.dst(), wide(wide, relocations.get(at)));
            case Instruction.CallHelper call -> call(Objects.requireNonNull(Helper.ofId(call.id())));
            default -> throw new IllegalStateException("no simulation of " + instruction);
        }
    }

    /** The verifier refuses these constants. */
    private static void check(Instruction.Alu alu) {
        if (alu.src() instanceof Operand.Immediate immediate) {
            switch (alu.op()) {
                case DIV, MOD, SDIV, SMOD -> {
                    if (immediate.value() == 0) {
                        throw new IllegalStateException("div by zero");
                    }
                }
                case LSH, RSH, ARSH -> {
                    if (immediate.value() < 0 || immediate.value() >= (alu.is64() ? 64 : 32)) {
                        throw new IllegalStateException("invalid shift " + immediate.value());
                    }
                }
                default -> {}
            }
        }
    }

    private static long compute(AluOp op, long left, long right) {
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
            case LSH -> left << (right & 63);
            case RSH -> left >>> (right & 63);
            case ARSH -> left >> (right & 63);
            case MOV -> right;
        };
    }

    private static long compute32(AluOp op, long left, long right) {
        int l = (int) left;
        int r = (int) right;
        int result = switch (op) {
            case ADD -> l + r;
            case SUB -> l - r;
            case MUL -> l * r;
            case OR -> l | r;
            case AND -> l & r;
            case XOR -> l ^ r;
            case LSH -> l << (r & 31);
            case RSH -> l >>> (r & 31);
            case ARSH -> l >> (r & 31);
            case MOV -> r;
            case DIV, MOD, SDIV, SMOD -> throw new IllegalStateException("no simulation of " + op);
        };
        return Integer.toUnsignedLong(result);
    }

    private boolean test(Instruction.Branch branch) {
        long left = read(branch.dst());
        long right = read(branch.src());
        if (!branch.is64()) {
            throw new IllegalStateException("no simulation of " + branch);
        }
        return test(branch.op(), left, right);
    }

    private static boolean test(JumpOp op, long left, long right) {
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
        if (atomic.op() == AtomicOp.CMPXCHG) {
            world.interrupt();
        }
        long old = memory.load(address, size);
        if (atomic.op() == AtomicOp.CMPXCHG) {
            long mask = size == 8 ? -1 : 0xffff_ffffL;
            if (old == (read(Register.R0) & mask)) {
                memory.store(address, size, source);
            }
            write(Register.R0, old);
            return;
        }
        long updated = switch (atomic.op()) {
            case ADD -> old + source;
            case OR -> old | source;
            case AND -> old & source;
            case XOR -> old ^ source;
            case XCHG -> source;
            case CMPXCHG -> throw new IllegalStateException();
        };
        memory.store(address, size, updated);
        if (atomic.fetch()) {
            write(atomic.src(), old);
        }
    }

    private long wide(Instruction.LoadWide wide, @Nullable Relocation relocation) {
        return switch (relocation) {
            case null -> wide.value();
            case Relocation.MapReference map -> world.reference(map.map());
            case Relocation.MapValueReference value -> world.arrayValue(value.map()) + value.offset();
            default -> throw new IllegalStateException("no simulation of " + relocation);
        };
    }

    private static int arguments(Helper helper) {
        return switch (helper) {
            case GET_CURRENT_PID_TGID,
                    GET_CURRENT_UID_GID,
                    GET_SMP_PROCESSOR_ID,
                    GET_NUMA_NODE_ID,
                    GET_PRANDOM_U32,
                    GET_CURRENT_CGROUP_ID,
                    JIFFIES64,
                    KTIME_GET_NS,
                    KTIME_GET_BOOT_NS,
                    KTIME_GET_TAI_NS -> 0;
            case MAP_LOOKUP_ELEM, MAP_DELETE_ELEM, GET_CURRENT_COMM, RINGBUF_SUBMIT, RINGBUF_DISCARD -> 2;
            case PROBE_READ_KERNEL, PROBE_READ_KERNEL_STR, PROBE_READ_USER_STR, GET_STACKID, RINGBUF_RESERVE -> 3;
            case MAP_UPDATE_ELEM -> 4;
            case TRACE_VPRINTK -> 5;
            default -> throw new IllegalStateException("no simulation of " + helper);
        };
    }

    private void call(Helper helper) {
        long[] arguments = new long[arguments(helper)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = read(Register.of(i + 1));
        }
        write(Register.R0, world.call(helper, arguments));
        for (int i = 1; i <= 5; i++) {
            registers[i] = POISON;
            set[i] = false;
        }
    }
}
