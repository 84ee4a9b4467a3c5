package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.ArrayList;
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
    private static final int MAX_FRAMES = 8;
    private static final long POISON = 0xdead_beef_dead_beefL;
    private static final long FUNCTION = 0x0f00_0000_0000_0000L;

    /** A function, made ready. */
    private static final class Code {
        private final FunctionSpec spec;
        private final List<Instruction> instructions;
        private final Map<Integer, Relocation> relocations = new HashMap<>();
        /** By slot, the index of the instruction that starts there. */
        private final int[] atSlot;

        private final int[] slotOf;

        private Code(FunctionSpec spec) {
            this.spec = spec;
            instructions = spec.instructions();
            spec.relocations().forEach(relocation -> relocations.put(relocation.index(), relocation));
            slotOf = new int[instructions.size() + 1];
            for (int i = 0; i < instructions.size(); i++) {
                slotOf[i + 1] = slotOf[i] + instructions.get(i).slots();
            }
            atSlot = new int[slotOf[instructions.size()]];
            Arrays.fill(atSlot, -1);
            for (int i = 0; i < instructions.size(); i++) {
                atSlot[slotOf[i]] = i;
            }
        }
    }

    private final List<Code> functions = new ArrayList<>();
    private final Environment world;
    private final Memory memory;
    private int steps;
    private int frames;
    /** The function that runs, and its registers. */
    private Code code;

    private long[] registers = new long[11];
    private boolean[] set = new boolean[11];

    /** For a function that calls no other. */
    public BpfInterpreter(FunctionSpec function, Environment world) {
        this(List.of(function), world);
    }

    /** For a program. */
    public BpfInterpreter(ProgramSpec program, Environment world) {
        this(program.functions(), world);
    }

    private BpfInterpreter(List<FunctionSpec> specs, Environment world) {
        this.world = world;
        memory = world.memory();
        specs.forEach(spec -> functions.add(new Code(spec)));
        code = functions.getFirst();
    }

    /** How many instructions the run took. */
    int steps() {
        return steps;
    }

    /** Runs the main function and returns what it returns. */
    public long run() {
        return run(functions.getFirst(), world.context());
    }

    private long run(Code function, long... arguments) {
        if (++frames > MAX_FRAMES) {
            throw new IllegalStateException("the call stack of " + frames + " frames is too deep");
        }
        if (arguments.length != function.spec.parameters()) {
            throw new IllegalStateException(function.spec.name() + " is given " + arguments.length + " arguments");
        }
        Code caller = code;
        long[] callersRegisters = registers;
        boolean[] callersSet = set;
        code = function;
        registers = new long[11];
        set = new boolean[11];
        for (int i = 0; i < arguments.length; i++) {
            write(Register.of(i + 1), arguments[i]);
        }
        write(Register.R10, memory.allocate("stack", STACK, true) + STACK);
        long result = body();
        code = caller;
        registers = callersRegisters;
        set = callersSet;
        frames--;
        return result;
    }

    private long body() {
        int at = 0;
        while (steps++ < MAX_STEPS) {
            Instruction instruction = code.instructions.get(at);
            switch (instruction) {
                case Instruction.Exit exit -> {
                    return read(Register.R0);
                }
                case Instruction.Goto jump -> at = target(at, jump.offset());
                case Instruction.Branch branch -> at = test(branch) ? target(at, branch.offset()) : at + 1;
                default -> {
                    execute(instruction, code.relocations.get(at));
                    at++;
                }
            }
        }
        throw new IllegalStateException("does not end");
    }

    private int target(int at, int offset) {
        int slot = code.slotOf[at] + 1 + offset;
        if (slot < 0 || slot >= code.atSlot.length || code.atSlot[slot] < 0) {
            throw new IllegalStateException("jump to no instruction");
        }
        return code.atSlot[slot];
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

    private void execute(Instruction instruction, @Nullable Relocation relocation) {
        switch (instruction) {
            case Instruction.Alu alu -> {
                long left = alu.op() == AluOp.MOV ? 0 : read(alu.dst());
                long right = relocation == null ? read(alu.src()) : linked(relocation, alu.src());
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
                long offset = relocation == null ? load.offset() : linked(relocation, Operand.of(load.offset()));
                long value = memory.load(read(load.base()) + offset, size);
                int unused = 64 - size * 8;
                write(load.dst(), load.signed() ? value << unused >> unused : value);
            }
            case Instruction.Store store ->
                memory.store(read(store.base()) + store.offset(), store.width().bytes(), read(store.src()));
            case Instruction.Atomic atomic -> atomic(atomic);
            case Instruction.LoadWide wide -> write(wide.dst(), wide(wide, relocation));
            case Instruction.CallHelper call -> helper(Objects.requireNonNull(Helper.ofId(call.id())));
            case Instruction.CallSubprogram call
            when relocation instanceof Relocation.SubprogramReference reference -> {
                Code callee = functions.get(index(reference.function()));
                returned(run(callee, arguments(callee.spec.parameters())));
            }
            case Instruction.CallKfunc call
            when relocation instanceof Relocation.KfuncReference reference ->
                returned(world.kernelCall(reference.function(), arguments(kernelArguments(reference.function()))));
            default -> throw new IllegalStateException("no simulation of " + instruction);
        }
    }

    private int index(String function) {
        for (int i = 0; i < functions.size(); i++) {
            if (functions.get(i).spec.name().equals(function)) {
                return i;
            }
        }
        throw new IllegalStateException("no function " + function);
    }

    /** What linking puts in the place of an operand. */
    private long linked(Relocation relocation, Operand compiled) {
        return switch (relocation) {
            case Relocation.FieldOffset field
            when compiled instanceof Operand.Immediate offset ->
                world.fieldOffset(field.type(), field.path(), offset.value());
            case Relocation.TypeReference type -> world.typeId(type.kind(), type.type());
            default -> throw new IllegalStateException("no simulation of " + relocation + " for " + compiled);
        };
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
            case Relocation.SubprogramReference function -> FUNCTION + index(function.function());
            default -> throw new IllegalStateException("no simulation of " + relocation);
        };
    }

    private static int kernelArguments(String function) {
        if (function.equals("bpf_rdonly_cast")) {
            return 2;
        }
        throw new IllegalStateException("no simulation of " + function);
    }

    private static int arguments(Helper helper) {
        return switch (helper) {
            case GET_CURRENT_TASK,
                    GET_CURRENT_TASK_BTF,
                    GET_CURRENT_PID_TGID,
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
            case PROBE_READ_KERNEL,
                    PROBE_READ_KERNEL_STR,
                    PROBE_READ_USER,
                    PROBE_READ_USER_STR,
                    GET_STACKID,
                    RINGBUF_RESERVE,
                    MAP_LOOKUP_PERCPU_ELEM -> 3;
            case MAP_UPDATE_ELEM, LOOP, FOR_EACH_MAP_ELEM -> 4;
            case TRACE_VPRINTK -> 5;
            default -> throw new IllegalStateException("no simulation of " + helper);
        };
    }

    private void helper(Helper helper) {
        long[] arguments = arguments(arguments(helper));
        returned(
                Callbacks.contains(helper)
                        ? Callbacks.run(helper, arguments, world, this::callBack)
                        : world.call(helper, arguments));
    }

    private long callBack(long reference, long... arguments) {
        return run(functions.get(Math.toIntExact(reference - FUNCTION)), arguments);
    }

    private long[] arguments(int count) {
        long[] arguments = new long[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = read(Register.of(i + 1));
        }
        return arguments;
    }

    private void returned(long result) {
        write(Register.R0, result);
        for (int i = 1; i <= 5; i++) {
            registers[i] = POISON;
            set[i] = false;
        }
    }
}
