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
final class ConstantFolding implements Rule.OnBinary, Rule.OnCompare, Rule.OnNegate, Rule.OnExtend, Rule.OnBranch {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        return inst.left() instanceof Const left && inst.right() instanceof Const right
                ? constant(inst, inst.op().apply(left.value(), right.value()))
                : inst;
    }

    @Override
    public Inst apply(Inst.Compare inst, Facts facts) {
        return inst.left() instanceof Const left && inst.right() instanceof Const right
                ? constant(inst, inst.condition().test(left.value(), right.value()) ? 1 : 0)
                : inst;
    }

    @Override
    public Inst apply(Inst.Negate inst, Facts facts) {
        return inst.source() instanceof Const source ? constant(inst, -source.value()) : inst;
    }

    @Override
    public Inst apply(Inst.Extend inst, Facts facts) {
        if (!(inst.source() instanceof Const source)) {
            return inst;
        }
        int unused = 64 - inst.bits();
        long shifted = source.value() << unused;
        return constant(inst, inst.signed() ? shifted >> unused : shifted >>> unused);
    }

    private static Inst constant(Inst.Value inst, long value) {
        return new Inst.Copy(inst.dst(), Operand.of(value), inst.span());
    }

    @Override
    public Terminator apply(Branch branch, Facts facts) {
        return branch.left() instanceof Const left && branch.right() instanceof Const right
                ? new Jump(branch.condition().test(left.value(), right.value()) ? branch.yes() : branch.no())
                : branch;
    }
}
