package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;

/**
 * Gathers the constants of a chain into one, and writes a subtraction of a constant as an addition.
 *
 * <pre>
 * %2 = %1 - 3                  →  %2 = %1 + -3
 * %2 = %1 + 8; %3 = %2 + 4     →  %3 = %1 + 12
 * %2 = %1 u>> 8; %3 = %2 u>> 60  →  %3 = 0
 * </pre>
 */
final class ConstantChains implements Rule.OnBinary {
    @Override
    public Inst apply(Inst.Binary outer, Facts facts) {
        if (!(outer.right() instanceof Const right)) {
            return outer;
        }
        if (outer.op() == BinaryOp.SUB) {
            return binary(outer, BinaryOp.ADD, outer.left(), -right.value());
        }
        if (facts.definition(outer.left()) instanceof Inst.Binary inner
                && inner.op() == outer.op()
                && inner.right() instanceof Const left) {
            return join(outer, inner.left(), left.value(), right.value());
        }
        return outer;
    }

    private static Inst join(Inst.Binary inst, Operand source, long inner, long outer) {
        BinaryOp op = inst.op();
        return switch (op) {
            case ADD, MUL, AND, OR, XOR -> binary(inst, op, source, op.apply(inner, outer));
            case SHL, LSHR, ASHR -> {
                long count = (inner & 63) + (outer & 63);
                if (count <= 63) {
                    yield binary(inst, op, source, count);
                }
                yield op == BinaryOp.ASHR
                        ? binary(inst, op, source, 63)
                        : new Inst.Copy(inst.dst(), Operand.of(0), inst.span());
            }
            case SUB, UDIV, SDIV, UMOD, SMOD -> inst;
        };
    }

    private static Inst binary(Inst.Binary inst, BinaryOp op, Operand left, long right) {
        return new Inst.Binary(inst.dst(), op, left, Operand.of(right), inst.span());
    }
}
