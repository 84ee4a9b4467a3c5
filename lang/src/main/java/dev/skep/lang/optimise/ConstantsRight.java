package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
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
final class ConstantsRight implements Rule.OnBinary, Rule.OnCompare, Rule.OnBranch {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        return inst.op().isCommutative() && isWrong(inst.left(), inst.right())
                ? new Inst.Binary(inst.dst(), inst.op(), inst.right(), inst.left(), inst.span())
                : inst;
    }

    @Override
    public Inst apply(Inst.Compare inst, Facts facts) {
        return isWrong(inst.left(), inst.right())
                ? new Inst.Compare(inst.dst(), inst.condition().swapped(), inst.right(), inst.left(), inst.span())
                : inst;
    }

    @Override
    public Terminator apply(Branch branch, Facts facts) {
        return isWrong(branch.left(), branch.right())
                ? new Branch(branch.condition().swapped(), branch.right(), branch.left(), branch.yes(), branch.no())
                : branch;
    }

    private static boolean isWrong(Operand left, Operand right) {
        return left instanceof Const && !(right instanceof Const);
    }
}
