package dev.skep.lang.emit;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Operand.Immediate;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import dev.skep.lang.emit.allocate.Allocation;
import dev.skep.lang.emit.allocate.Contents;
import dev.skep.lang.emit.allocate.Moves;
import dev.skep.lang.emit.allocate.Place;
import dev.skep.lang.emit.allocate.Place.InRegister;
import dev.skep.lang.emit.allocate.Place.Spilled;
import dev.skep.lang.emit.legal.Literal.FrameAddress;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.InstVisitor;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one legal instruction after the other, each operand being where the allocation says. */
final class InstructionEncoder implements InstVisitor<Boolean> {
    /** A bit for each of r0 to r5, which a call loses: while its arguments are brought, what is not one of them is free. */
    private static final int LOST_BY_CALLS = 0b11_1111;

    private final Assembler code;
    private final IsaLevel isa;
    private final Allocation allocation;
    private final Conditions conditions;
    private final Moves moves;
    private final Contents contents;
    private int position;

    InstructionEncoder(
            Assembler code,
            IsaLevel isa,
            Allocation allocation,
            Conditions conditions,
            Moves moves,
            Contents contents) {
        this.code = code;
        this.isa = isa;
        this.allocation = allocation;
        this.conditions = conditions;
        this.moves = moves;
        this.contents = contents;
    }

    /** @param at the instruction's position */
    void encode(Inst inst, int at) {
        position = at;
        inst.accept(this);
        if (inst instanceof Inst.Value value) {
            Spilled copy = allocation.copyInMemory(value.dst());
            if (copy != null) {
                code.store(Width.DOUBLE, Register.R10, copy.offset(), result(value.dst()));
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------- operands

    private static Register registerOf(@Nullable Place place, Object what) {
        if (place instanceof InRegister register) {
            return register.register();
        }
        throw new IllegalStateException(what + " is not in a register but in " + place);
    }

    private Register result(Reg dst) {
        return registerOf(allocation.definition(dst), dst);
    }

    private Register register(Operand operand) {
        return registerOf(allocation.at(operand, position), operand);
    }

    private dev.skep.bpf.asm.Operand registerOrImmediate(Operand operand) {
        return operand instanceof Const constant ? new Immediate((int) constant.value()) : register(operand);
    }

    private Register base(Reg base) {
        return allocation.literal(base) instanceof FrameAddress ? Register.R10 : register(base);
    }

    private int offset(Reg base, int offset) {
        return allocation.literal(base) instanceof FrameAddress frame ? frame.offset() + offset : offset;
    }

    /** Brings the first operand into the result's register, on which the instruction works then. */
    private Register moved(Reg dst, Operand source) {
        Register register = result(dst);
        moves.load(register, allocation.at(source, position));
        contents.write(register);
        return register;
    }

    /** The result's register, which the instruction writes. */
    private Register written(Reg dst) {
        Register register = result(dst);
        contents.write(register);
        return register;
    }

    /** Jumps if the condition holds between operands read at a position. */
    void jumpIf(Condition condition, Operand left, Operand right, int at, Label target) {
        position = at;
        conditions.jumpIf(condition, register(left), registerOrImmediate(right), target);
    }

    /** A bit for each register that a branch at a position tests. */
    int registersOf(Terminator.Branch branch, int at) {
        position = at;
        int registers = 1 << register(branch.left()).number();
        return branch.right() instanceof Const
                ? registers
                : registers | 1 << register(branch.right()).number();
    }

    // ----------------------------------------------------------------------------------------------------- numbers

    @Override
    public Boolean copy(Inst.Copy inst) {
        moves.load(result(inst.dst()), allocation.at(inst.source(), position));
        return true;
    }

    @Override
    public Boolean binary(Inst.Binary inst) {
        Register register = moved(inst.dst(), inst.left());
        code.alu(op(inst.op()), register, registerOrImmediate(inst.right()));
        return true;
    }

    private static AluOp op(BinaryOp op) {
        return switch (op) {
            case ADD -> AluOp.ADD;
            case SUB -> AluOp.SUB;
            case MUL -> AluOp.MUL;
            case UDIV -> AluOp.DIV;
            case SDIV -> AluOp.SDIV;
            case UMOD -> AluOp.MOD;
            case SMOD -> AluOp.SMOD;
            case AND -> AluOp.AND;
            case OR -> AluOp.OR;
            case XOR -> AluOp.XOR;
            case SHL -> AluOp.LSH;
            case LSHR -> AluOp.RSH;
            case ASHR -> AluOp.ARSH;
        };
    }

    @Override
    public Boolean negate(Inst.Negate inst) {
        code.emit(new Instruction.Negate(true, moved(inst.dst(), inst.source())));
        return true;
    }

    @Override
    public Boolean extend(Inst.Extend inst) {
        boolean fromRegister = allocation.at(inst.source(), position) instanceof InRegister;
        if (inst.signed() && isa.includes(IsaLevel.V4)) {
            Register source = fromRegister ? register(inst.source()) : moved(inst.dst(), inst.source());
            code.emit(new Instruction.MoveSigned(true, written(inst.dst()), source, inst.bits()));
        } else if (!inst.signed() && inst.bits() == 32 && isa.includes(IsaLevel.V3)) {
            Register source = fromRegister ? register(inst.source()) : moved(inst.dst(), inst.source());
            code.alu32(AluOp.MOV, written(inst.dst()), source);
        } else if (!inst.signed() && inst.bits() < 32) {
            code.alu(AluOp.AND, moved(inst.dst(), inst.source()), (1 << inst.bits()) - 1);
        } else {
            Register register = moved(inst.dst(), inst.source());
            code.alu(AluOp.LSH, register, 64 - inst.bits());
            code.alu(inst.signed() ? AluOp.ARSH : AluOp.RSH, register, 64 - inst.bits());
        }
        return true;
    }

    @Override
    public Boolean compare(Inst.Compare inst) {
        Register register = written(inst.dst());
        Label holds = code.newLabel();
        code.mov(register, 1);
        conditions.jumpIf(inst.condition(), register(inst.left()), registerOrImmediate(inst.right()), holds);
        code.mov(register, 0).bind(holds);
        return true;
    }

    // ------------------------------------------------------------------------------------------------------ memory

    @Override
    public Boolean load(Inst.Load inst) {
        code.emit(new Instruction.Load(
                inst.width(),
                inst.signed(),
                written(inst.dst()),
                base(inst.base()),
                offset(inst.base(), inst.offset())));
        return true;
    }

    @Override
    public Boolean store(Inst.Store inst) {
        int offset = offset(inst.base(), inst.offset());
        code.store(inst.width(), base(inst.base()), offset, registerOrImmediate(inst.value()));
        return true;
    }

    @Override
    public Boolean atomicUpdate(Inst.AtomicUpdate inst) {
        int offset = offset(inst.base(), inst.offset());
        Register value = register(inst.value());
        code.emit(new Instruction.Atomic(inst.width(), inst.op(), false, base(inst.base()), offset, value));
        return true;
    }

    @Override
    public Boolean atomicFetch(Inst.AtomicFetch inst) {
        int offset = offset(inst.base(), inst.offset());
        Register value = moved(inst.dst(), inst.value());
        code.emit(new Instruction.Atomic(inst.width(), inst.op(), true, base(inst.base()), offset, value));
        return true;
    }

    @Override
    public Boolean compareExchange(Inst.CompareExchange inst) {
        moves.load(Register.R0, allocation.at(inst.expected(), position));
        int offset = offset(inst.base(), inst.offset());
        Register value = register(inst.value());
        code.emit(new Instruction.Atomic(inst.width(), AtomicOp.CMPXCHG, true, base(inst.base()), offset, value));
        contents.write(Register.R0);
        resultFromR0(inst.dst());
        return true;
    }

    // ------------------------------------------------------------------------------------------- kernel structures

    @Override
    public Boolean fieldAddress(Inst.FieldAddress inst) {
        Register register = moved(inst.dst(), inst.base());
        BtfPath path = inst.path();
        code.emit(
                new Instruction.Alu(true, AluOp.ADD, register, new Immediate(path.offset())),
                new FieldOffset(code.position(), path.type(), path.path()));
        return true;
    }

    @Override
    public Boolean fieldLoad(Inst.FieldLoad inst) {
        BtfPath path = inst.path();
        code.emit(
                new Instruction.Load(
                        inst.width(), inst.signed(), written(inst.dst()), register(inst.base()), path.offset()),
                new FieldOffset(code.position(), path.type(), path.path()));
        return true;
    }

    // ------------------------------------------------------------------------------------------------------- calls

    @Override
    public Boolean call(Inst.Call inst) {
        bring(inst.arguments());
        code.call(inst.helper());
        resultFromR0(inst.dst());
        return true;
    }

    @Override
    public Boolean functionCall(Inst.FunctionCall inst) {
        bring(inst.arguments());
        code.callSubprogram(inst.function());
        resultFromR0(inst.dst());
        return true;
    }

    @Override
    public Boolean kernelCall(Inst.KernelCall inst) {
        bring(inst.arguments());
        code.callKfunc(inst.function());
        resultFromR0(inst.dst());
        return true;
    }

    private void bring(List<Operand> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            moves.add(allocation.at(arguments.get(i), position), Place.of(Register.of(i + 1)));
        }
        // What is needed behind the call moves out of its way together with the arguments.
        allocation.addJoints(position + 1, moves);
        moves.emit(LOST_BY_CALLS);
        contents.call();
    }

    private void resultFromR0(Reg dst) {
        Place place = allocation.definition(dst);
        if (place != null) {
            moves.add(Place.of(Register.R0), place);
            moves.emit(0);
        }
    }

    // ----------------------------------------------------------------------------- what legal functions do not have

    private static Boolean illegal(Inst inst) {
        throw new IllegalStateException("not a legal instruction: " + inst);
    }

    @Override
    public Boolean slotAddress(Inst.SlotAddress inst) {
        return illegal(inst);
    }

    @Override
    public Boolean zero(Inst.Zero inst) {
        return illegal(inst);
    }

    @Override
    public Boolean copyBytes(Inst.CopyBytes inst) {
        return illegal(inst);
    }

    @Override
    public Boolean eventField(Inst.EventField inst) {
        return illegal(inst);
    }

    @Override
    public Boolean eventFieldAddress(Inst.EventFieldAddress inst) {
        return illegal(inst);
    }

    @Override
    public Boolean typeId(Inst.TypeId inst) {
        return illegal(inst);
    }

    @Override
    public Boolean functionReference(Inst.FunctionReference inst) {
        return illegal(inst);
    }

    @Override
    public Boolean mapReference(Inst.MapReference inst) {
        return illegal(inst);
    }

    @Override
    public Boolean mapValueAddress(Inst.MapValueAddress inst) {
        return illegal(inst);
    }

    @Override
    public Boolean mapLookup(Inst.MapLookup inst) {
        return illegal(inst);
    }

    @Override
    public Boolean mapUpdate(Inst.MapUpdate inst) {
        return illegal(inst);
    }

    @Override
    public Boolean mapDelete(Inst.MapDelete inst) {
        return illegal(inst);
    }

    @Override
    public Boolean ringReserve(Inst.RingReserve inst) {
        return illegal(inst);
    }

    @Override
    public Boolean ringSubmit(Inst.RingSubmit inst) {
        return illegal(inst);
    }

    @Override
    public Boolean ringDiscard(Inst.RingDiscard inst) {
        return illegal(inst);
    }
}
