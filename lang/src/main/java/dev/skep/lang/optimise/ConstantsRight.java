package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;

/**
 * Puts a constant on the right, where other rules and the instructions' immediates expect it.
 *
 * <pre>
 * %2 = 8 + %1                   →  %2 = %1 + 8
 * %2 = 8 u< %1                  →  %2 = %1 u> 8
 * if 8 u< %1 then b1 else b2    →  if %1 u> 8 then b1 else b2
 * </pre>
 */
final class ConstantsRight implements Rule {
    @Override
    public Inst apply(Inst inst, Facts facts) {
        if (inst instanceof Inst.Binary binary
                && binary.op().isCommutative()
                && binary.left() instanceof Const
                && !(binary.right() instanceof Const)) {
            return new Inst.Binary(binary.dst(), binary.op(), binary.right(), binary.left(), binary.span());
        }
        if (inst instanceof Inst.Compare compare
                && compare.left() instanceof Const
                && !(compare.right() instanceof Const)) {
            return new Inst.Compare(
                    compare.dst(), compare.condition().swapped(), compare.right(), compare.left(), compare.span());
        }
        return inst;
    }

    @Override
    public Terminator apply(Terminator terminator, Facts facts) {
        return terminator instanceof Branch branch
                        && branch.left() instanceof Const
                        && !(branch.right() instanceof Const)
                ? new Branch(branch.condition().swapped(), branch.right(), branch.left(), branch.yes(), branch.no())
                : terminator;
    }
}
