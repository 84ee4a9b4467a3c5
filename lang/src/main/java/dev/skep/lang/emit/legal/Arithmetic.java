package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.source.Span;

/**
 * Operations that the target's instruction set lacks, in terms of others that give the same result for every input:
 *
 * <ul>
 *   <li>signed division and remainder below ISA v4, by the unsigned ones on magnitudes;
 *   <li>sign-extending loads below ISA v4;
 *   <li>loads of fields that lie beyond the reach of one instruction's offset;
 *   <li>the mask of the lower 32 bits, which is no immediate, as an extension.
 * </ul>
 */
final class Arithmetic extends Expansion {
    private static final long LOWER_HALF = 0xffff_ffffL;
    private static final Operand SIGN = Operand.of(63);

    private final boolean isSigned;

    Arithmetic(IrFunction function, IsaLevel isa) {
        super(function, null);
        isSigned = isa.includes(IsaLevel.V4);
    }

    @Override
    boolean expand(Inst inst) {
        if (inst instanceof Inst.Load load && load.signed() && !isSigned) {
            Reg raw = load(load.width(), load.base(), load.offset(), load.span());
            add(new Inst.Extend(load.dst(), raw, load.width().bytes() * 8, true, load.span()));
            return true;
        }
        if (inst instanceof Inst.FieldLoad load) {
            return expand(load);
        }
        return inst instanceof Inst.Binary binary && expand(binary);
    }

    private boolean expand(Inst.FieldLoad inst) {
        int offset = inst.path().offset();
        if (offset != (short) offset) {
            Reg field = newRegister();
            add(new Inst.FieldAddress(field, inst.base(), inst.path(), inst.span()));
            Inst.Load load = new Inst.Load(inst.dst(), inst.width(), inst.signed(), field, 0, inst.span());
            if (!expand(load)) {
                add(load);
            }
            return true;
        }
        if (inst.signed() && !isSigned) {
            Reg raw = newRegister();
            add(new Inst.FieldLoad(raw, inst.width(), false, inst.base(), inst.path(), inst.span()));
            add(new Inst.Extend(inst.dst(), raw, inst.width().bytes() * 8, true, inst.span()));
            return true;
        }
        return false;
    }

    private boolean expand(Inst.Binary inst) {
        return switch (inst.op()) {
            case SDIV, SMOD -> !isSigned && divideSigned(inst);
            case AND -> maskLowerHalf(inst);
            case ADD, SUB, MUL, UDIV, UMOD, OR, XOR, SHL, LSHR, ASHR -> false;
        };
    }

    /** {@code |x| = (x ^ sign) - sign} with {@code sign = x s>> 63}, also of the smallest number, taken as unsigned. */
    private boolean divideSigned(Inst.Binary inst) {
        Span span = inst.span();
        Reg leftSign = binary(BinaryOp.ASHR, inst.left(), SIGN, span);
        Reg rightSign = binary(BinaryOp.ASHR, inst.right(), SIGN, span);
        Reg left = withSign(inst.left(), leftSign, span);
        Reg right = withSign(inst.right(), rightSign, span);
        boolean remainder = inst.op() == BinaryOp.SMOD;
        Reg magnitude = binary(remainder ? BinaryOp.UMOD : BinaryOp.UDIV, left, right, span);
        Reg sign = remainder ? leftSign : binary(BinaryOp.XOR, leftSign, rightSign, span);
        Reg flipped = binary(BinaryOp.XOR, magnitude, sign, span);
        add(new Inst.Binary(inst.dst(), BinaryOp.SUB, flipped, sign, span));
        return true;
    }

    private Reg withSign(Operand value, Reg sign, Span span) {
        return binary(BinaryOp.SUB, binary(BinaryOp.XOR, value, sign, span), sign, span);
    }

    private boolean maskLowerHalf(Inst.Binary inst) {
        if (!(inst.right() instanceof Const mask) || mask.value() != LOWER_HALF) {
            return false;
        }
        add(new Inst.Extend(inst.dst(), inst.left(), Width.WORD.bytes() * 8, false, inst.span()));
        return true;
    }
}
