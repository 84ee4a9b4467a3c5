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
import dev.skep.bpf.asm.Operand.Immediate;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import dev.skep.bpf.spec.Relocation.KfuncReference;
import dev.skep.bpf.spec.Relocation.MapReference;
import dev.skep.bpf.spec.Relocation.MapValueReference;
import dev.skep.bpf.spec.Relocation.SubprogramReference;
import dev.skep.bpf.spec.Relocation.TypeReference;
import dev.skep.bpf.spec.SourceLine;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints instructions as the kernel's verifier does in its log, of kernel 6.18 ({@code kernel/bpf/disasm.c}), and what
 * a wide load refers to as {@code bpftool prog dump xlated} does: {@code 3: (85) call bpf_map_lookup_elem#1}. What only
 * the running kernel knows is printed by its name in the place of the number:
 *
 * <pre>{@code
 * (18) r1 = map[@x]                         a map
 * (18) r1 = map[@x][0]+8                    the address of a map's value
 * (18) r2 = subprog[step]                   a function, as a callback
 * (85) call pc#sum                          a function of the program
 * (85) call bpf_rdonly_cast#kfunc           a kernel function
 * (b7) r2 = btf_id(struct task_struct)      a kernel type
 * (61) r1 = *(u32 *)(r6 +task_struct.pid)   a field of a kernel type
 * (07) r1 += offsetof(task_struct.comm)     the same, as a number
 * }</pre>
 */
public final class Disassembler {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();
    /** What the instruction being printed wants to have filled in. */
    private @Nullable Relocation relocation;

    private Disassembler() {}

    /** One instruction: {@code (b7) r0 = 0}. */
    public static String print(Instruction instruction) {
        Disassembler printer = new Disassembler();
        printer.instruction(instruction);
        return printer.out.toString();
    }

    /** A line for each instruction, with its slot before it: {@code 0: (b7) r0 = 0}. */
    public static String print(List<Instruction> instructions) {
        Disassembler printer = new Disassembler();
        printer.body(instructions, List.of(), List.of());
        return printer.out.toString();
    }

    /** A line for each instruction, and for each source line that begins there: {@code ; @x++ @ stdin:1}. */
    public static String print(FunctionSpec function) {
        Disassembler printer = new Disassembler();
        printer.body(function.instructions(), function.relocations(), function.lines());
        return printer.out.toString();
    }

    /** Each function with its name and a colon before it; slots count from 0 in each. */
    public static String print(ProgramSpec program) {
        Disassembler printer = new Disassembler();
        for (FunctionSpec function : program.functions()) {
            printer.out.append(function.name()).append(":\n");
            printer.body(function.instructions(), function.relocations(), function.lines());
        }
        return printer.out.toString();
    }

    private void body(List<Instruction> instructions, List<Relocation> relocations, List<SourceLine> lines) {
        int slot = 0;
        int nextRelocation = 0;
        int nextLine = 0;
        for (int i = 0; i < instructions.size(); i++) {
            if (nextLine < lines.size() && lines.get(nextLine).index() == i) {
                line(lines.get(nextLine++));
            }
            boolean open = nextRelocation < relocations.size()
                    && relocations.get(nextRelocation).index() == i;
            relocation = open ? relocations.get(nextRelocation++) : null;
            out.append(slot).append(": ");
            instruction(instructions.get(i));
            out.append('\n');
            slot += instructions.get(i).slots();
        }
    }

    private void line(SourceLine line) {
        out.append("; ").append(line.text().strip()).append(" @ ");
        out.append(line.file()).append(':').append(line.line()).append('\n');
    }

    private void instruction(Instruction instruction) {
        out.append('(').append(HEX.toHexDigits((byte) instruction.encoded())).append(") ");
        switch (instruction) {
            case Alu i -> alu(i);
            case Negate i -> {
                register(i.is64(), i.dst());
                out.append(" = -");
                register(i.is64(), i.dst());
            }
            case MoveSigned i -> {
                register(i.is64(), i.dst());
                out.append(" = (s").append(i.bits()).append(')');
                register(i.is64(), i.src());
            }
            case CastAddressSpace i -> {
                out.append(i.dst()).append(" = addr_space_cast(").append(i.src());
                out.append(", ").append(i.spaces() >>> 16);
                out.append(", ").append(i.spaces() & 0xffff).append(')');
            }
            case ByteSwap i -> {
                String name = i.swap() == Swap.ALWAYS ? "bswap" : i.swap() == Swap.BIG ? "be" : "le";
                out.append(i.dst()).append(" = ").append(name).append(i.bits());
                out.append(' ').append(i.dst());
            }
            case Load i -> {
                out.append(i.dst()).append(" = *");
                memory(i.signed() ? 's' : 'u', i.width(), i.base(), i.offset());
            }
            case Store i -> {
                out.append('*');
                memory('u', i.width(), i.base(), i.offset());
                out.append(" = ").append(i.src());
            }
            case Atomic i -> atomic(i);
            case LoadAcquire i -> {
                out.append(i.dst()).append(" = load_acquire(");
                memory('u', i.width(), i.base(), i.offset());
                out.append(')');
            }
            case StoreRelease i -> {
                out.append("store_release(");
                memory('u', i.width(), i.base(), i.offset());
                out.append(", ").append(i.src()).append(')');
            }
            case Branch i -> branch(i);
            case Goto i -> target(i.isLong() ? "gotol pc" : "goto pc", i.offset());
            case MayGoto i -> target("may_goto pc", i.offset());
            case CallHelper i ->
                out.append("call ").append(helperName(i.id())).append('#').append(i.id());
            case CallKfunc i -> kfunc(i);
            case CallSubprogram i -> subprogram(i);
            case Exit _ -> out.append("exit");
            case LoadWide i -> wide(i);
            case LoadPacket i -> {
                packet(i.width());
                out.append(i.offset()).append(']');
            }
            case LoadPacketIndirect i -> {
                packet(i.width());
                out.append(i.src()).append(" + ").append(i.offset()).append(']');
            }
        }
    }

    private void alu(Alu alu) {
        register(alu.is64(), alu.dst());
        out.append(' ').append(operator(alu.op())).append(' ');
        if (alu.src() instanceof Immediate immediate) {
            immediate(Integer.toString(immediate.value()));
        } else {
            register(alu.is64(), (Register) alu.src());
        }
    }

    private void branch(Branch branch) {
        out.append("if ");
        register(branch.is64(), branch.dst());
        out.append(' ').append(comparison(branch.op())).append(' ');
        if (branch.src() instanceof Immediate immediate) {
            immediate("0x" + Integer.toHexString(immediate.value()));
        } else {
            register(branch.is64(), (Register) branch.src());
        }
        target(" goto pc", branch.offset());
    }

    private void atomic(Atomic atomic) {
        boolean plain = !atomic.fetch();
        if (plain) {
            out.append("lock *");
        } else {
            out.append(atomic.op() == AtomicOp.CMPXCHG ? Register.R0 : atomic.src());
            out.append(atomic.width() == Width.DOUBLE ? " = atomic64_" : " = atomic_");
            out.append(fetchName(atomic.op())).append('(');
        }
        memory('u', atomic.width(), atomic.base(), atomic.offset());
        if (plain) {
            out.append(' ').append(plainOperator(atomic.op())).append(' ').append(atomic.src());
        } else {
            out.append(atomic.op() == AtomicOp.CMPXCHG ? ", r0, " : ", ");
            out.append(atomic.src()).append(')');
        }
    }

    private void kfunc(CallKfunc call) {
        if (relocation instanceof KfuncReference reference) {
            out.append("call ").append(reference.function()).append("#kfunc");
        } else {
            out.append("call kernel-function#").append(call.btfId());
        }
    }

    private void subprogram(CallSubprogram call) {
        if (relocation instanceof SubprogramReference reference) {
            out.append("call pc#").append(reference.function());
        } else {
            target("call pc", call.offset());
        }
    }

    private void wide(LoadWide load) {
        out.append(load.dst()).append(" = ");
        switch (load.kind()) {
            case MAP_FD ->
                out.append("map[").append(mapName("id:" + load.low())).append(']');
            case MAP_VALUE ->
                out.append("map[")
                        .append(mapName("id:" + load.low()))
                        .append("][0]+")
                        .append(relocation instanceof MapValueReference value ? value.offset() : load.high());
            case MAP_INDEX -> out.append("map[idx:").append(load.low()).append(']');
            case MAP_INDEX_VALUE ->
                out.append("map[idx:").append(load.low()).append("]+").append(load.high());
            case FUNCTION -> {
                out.append("subprog[");
                if (relocation instanceof SubprogramReference reference) {
                    out.append(reference.function());
                } else {
                    signed(load.low());
                }
                out.append(']');
            }
            case CONSTANT, BTF_ID -> immediate("0x" + Long.toHexString(load.value()));
        }
    }

    private String mapName(String resolved) {
        return switch (relocation) {
            case MapReference reference -> reference.map();
            case MapValueReference reference -> reference.map();
            case null, default -> resolved;
        };
    }

    private void packet(Width width) {
        out.append("r0 = *(u").append(width.bytes() * 8).append(" *)skb[");
    }

    private void memory(char sign, Width width, Register base, int offset) {
        out.append('(').append(sign).append(width.bytes() * 8).append(" *)(");
        out.append(base).append(' ');
        if (relocation instanceof FieldOffset field) {
            out.append('+').append(field.type()).append('.').append(field.path());
        } else {
            signed(offset);
        }
        out.append(')');
    }

    private void immediate(String number) {
        switch (relocation) {
            case FieldOffset field ->
                out.append("offsetof(")
                        .append(field.type())
                        .append('.')
                        .append(field.path())
                        .append(')');
            case TypeReference type ->
                out.append("btf_id(")
                        .append(type.kind())
                        .append(' ')
                        .append(type.type())
                        .append(')');
            case null, default -> out.append(number);
        }
    }

    private void target(String words, int offset) {
        out.append(words);
        signed(offset);
    }

    private void signed(int number) {
        out.append(number < 0 ? "" : "+").append(number);
    }

    private void register(boolean is64, Register register) {
        out.append(is64 ? 'r' : 'w').append(register.number());
    }

    private static String helperName(int id) {
        Helper helper = Helper.ofId(id);
        return helper != null ? helper.kernelName() : id == 0 ? "bpf_unspec" : "unknown";
    }

    private static String operator(AluOp op) {
        return switch (op) {
            case ADD -> "+=";
            case SUB -> "-=";
            case MUL -> "*=";
            case DIV -> "/=";
            case OR -> "|=";
            case AND -> "&=";
            case LSH -> "<<=";
            case RSH -> ">>=";
            case MOD -> "%=";
            case XOR -> "^=";
            case MOV -> "=";
            case ARSH -> "s>>=";
            case SDIV -> "s/=";
            case SMOD -> "s%=";
        };
    }

    private static String comparison(JumpOp op) {
        return switch (op) {
            case EQ -> "==";
            case GT -> ">";
            case GE -> ">=";
            case SET -> "&";
            case NE -> "!=";
            case SGT -> "s>";
            case SGE -> "s>=";
            case LT -> "<";
            case LE -> "<=";
            case SLT -> "s<";
            case SLE -> "s<=";
        };
    }

    private static String plainOperator(AtomicOp op) {
        return switch (op) {
            case ADD -> "+=";
            case OR -> "|=";
            case AND -> "&=";
            case XOR -> "^=";
            case XCHG, CMPXCHG -> throw new IllegalArgumentException(op + " always fetches");
        };
    }

    private static String fetchName(AtomicOp op) {
        return switch (op) {
            case ADD -> "fetch_add";
            case OR -> "fetch_or";
            case AND -> "fetch_and";
            case XOR -> "fetch_xor";
            case XCHG -> "xchg";
            case CMPXCHG -> "cmpxchg";
        };
    }
}
