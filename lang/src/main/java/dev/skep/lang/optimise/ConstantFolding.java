package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Jump;

/**
 * Computes what depends on constants only, with the kernel's 64-bit arithmetic.
 *
 * <pre>
 * %1 = 6 * 7                   →  %1 = 42
 * %1 = (s8) 255                →  %1 = -1
 * if 1 u< 2 then b1 else b2    →  goto b1
 * </pre>
 */
final class ConstantFolding implements Rule {
    @Override
    public Inst apply(Inst inst, Facts facts) {
        if (inst instanceof Inst.Binary binary) {
            return binary.left() instanceof Const left && binary.right() instanceof Const right
                    ? constant(binary, binary.op().apply(left.value(), right.value()))
                    : inst;
        }
        if (inst instanceof Inst.Compare compare) {
            return compare.left() instanceof Const left && compare.right() instanceof Const right
                    ? constant(compare, compare.condition().test(left.value(), right.value()) ? 1 : 0)
                    : inst;
        }
        if (inst instanceof Inst.Negate negate && negate.source() instanceof Const source) {
            return constant(negate, -source.value());
        }
        if (inst instanceof Inst.Extend extend && extend.source() instanceof Const source) {
            int unused = 64 - extend.bits();
            long shifted = source.value() << unused;
            return constant(extend, extend.signed() ? shifted >> unused : shifted >>> unused);
        }
        return inst;
    }

    private static Inst constant(Inst.Value inst, long value) {
        return new Inst.Copy(inst.dst(), Operand.of(value), inst.span());
    }

    @Override
    public Terminator apply(Terminator terminator, Facts facts) {
        if (terminator instanceof Branch branch
                && branch.left() instanceof Const left
                && branch.right() instanceof Const right) {
            return new Jump(branch.condition().test(left.value(), right.value()) ? branch.yes() : branch.no());
        }
        return terminator;
    }
}
