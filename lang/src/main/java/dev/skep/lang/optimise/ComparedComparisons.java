package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import org.jspecify.annotations.Nullable;

/**
 * Compares the numbers themselves instead of a comparison's result or a sum.
 *
 * <pre>
 * %3 = %1 u< %2; if %3 != 0 then b1 else b2  →  if %1 u< %2 then b1 else b2
 * %3 = %1 u< %2; %4 = %3 == 0                →  %4 = %1 u>= %2
 * %2 = %1 + 5; %3 = %2 == 7                  →  %3 = %1 == 2
 * %3 = %1 - %2; %4 = %3 == 0                 →  %4 = %1 == %2
 * </pre>
 */
final class ComparedComparisons implements Rule.OnCompare, Rule.OnBranch {
    /** A comparison without a place. */
    private record Test(Condition condition, Operand left, Operand right) {}

    @Override
    public Inst apply(Inst.Compare inst, Facts facts) {
        Test test = look(inst.condition(), inst.left(), inst.right(), facts);
        return test == null ? inst : new Inst.Compare(inst.dst(), test.condition, test.left, test.right, inst.span());
    }

    @Override
    public Terminator apply(Branch branch, Facts facts) {
        Test test = look(branch.condition(), branch.left(), branch.right(), facts);
        return test == null ? branch : new Branch(test.condition, test.left, test.right, branch.yes(), branch.no());
    }

    private static @Nullable Test look(Condition condition, Operand left, Operand right, Facts facts) {
        if (!(right instanceof Const constant) || condition != Condition.EQ && condition != Condition.NE) {
            return null;
        }
        Inst source = facts.definition(left);
        if (source instanceof Inst.Compare inner && (constant.value() & ~1L) == 0) {
            boolean same = condition == Condition.EQ == (constant.value() == 1);
            return new Test(same ? inner.condition() : inner.condition().negated(), inner.left(), inner.right());
        }
        // A sum that is needed anyway is as good as what it is the sum of, which need not be kept for this.
        if (!facts.isUsedOnce(left)) {
            return null;
        }
        if (source instanceof Inst.Binary inner && inner.op() == BinaryOp.SUB && constant.value() == 0) {
            return new Test(condition, inner.left(), inner.right());
        }
        if (source instanceof Inst.Binary inner && inner.right() instanceof Const moved) {
            if (inner.op() == BinaryOp.ADD) {
                return new Test(condition, inner.left(), Operand.of(constant.value() - moved.value()));
            }
            if (inner.op() == BinaryOp.XOR) {
                return new Test(condition, inner.left(), Operand.of(constant.value() ^ moved.value()));
            }
        }
        return null;
    }
}
