package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;

/**
 * Shifts and masks instead of multiplications and divisions by powers of two; unsigned division where the signed one
 * cannot differ.
 *
 * <pre>
 * %2 = %1 * 8       →  %2 = %1 << 3
 * %2 = %1 u/ 1024   →  %2 = %1 u>> 10
 * %2 = %1 u% 16     →  %2 = %1 & 15
 * %2 = %1 s/ 10     →  %2 = %1 u/ 10      when %1 is known to be positive
 * %2 = %1 s>> 4     →  %2 = %1 u>> 4      when %1 is known to be positive
 * </pre>
 */
final class StrengthReduction implements Rule.OnBinary {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        return switch (inst.op()) {
            case SDIV -> isPositive(inst, facts) ? with(inst, BinaryOp.UDIV) : inst;
            case SMOD -> isPositive(inst, facts) ? with(inst, BinaryOp.UMOD) : inst;
            case ASHR -> facts.range(inst.left()).isPositive() ? with(inst, BinaryOp.LSHR) : inst;
            case MUL, UDIV, UMOD -> byPowerOfTwo(inst);
            case ADD, SUB, AND, OR, XOR, SHL, LSHR -> inst;
        };
    }

    private static boolean isPositive(Inst.Binary inst, Facts facts) {
        return facts.range(inst.left()).isPositive()
                && facts.range(inst.right()).isPositive();
    }

    private static Inst with(Inst.Binary inst, BinaryOp op) {
        return new Inst.Binary(inst.dst(), op, inst.left(), inst.right(), inst.span());
    }

    private static Inst byPowerOfTwo(Inst.Binary inst) {
        if (!(inst.right() instanceof Const right) || Long.bitCount(right.value()) != 1) {
            return inst;
        }
        int exponent = Long.numberOfTrailingZeros(right.value());
        BinaryOp op = switch (inst.op()) {
            case MUL -> BinaryOp.SHL;
            case UDIV -> BinaryOp.LSHR;
            default -> BinaryOp.AND;
        };
        long operand = op == BinaryOp.AND ? right.value() - 1 : exponent;
        return new Inst.Binary(inst.dst(), op, inst.left(), Operand.of(operand), inst.span());
    }
}
