package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;

/**
 * Results that can only be one number, or only the left operand.
 *
 * <pre>
 * %2 = (u8) %1; %3 = %2 u>> 8                →  %3 = 0
 * %2 = (u8) %1; %3 = %2 u% 1000              →  %3 = %2
 * b0: if %1 == 7 then b1 else b2             →  b1: %2 = 8
 * b1: %2 = %1 + 1
 * </pre>
 */
final class KnownResults implements Rule.OnBinary, Rule.OnExtend, Rule.OnNegate {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        if (inst.op() == BinaryOp.UMOD && isBelow(inst, facts)) {
            return new Inst.Copy(inst.dst(), inst.left(), inst.span());
        }
        return known(inst, facts);
    }

    private static boolean isBelow(Inst.Binary inst, Facts facts) {
        long most = facts.range(inst.left()).mostUnsigned();
        return Long.compareUnsigned(most, facts.range(inst.right()).leastUnsigned()) < 0;
    }

    @Override
    public Inst apply(Inst.Extend inst, Facts facts) {
        return known(inst, facts);
    }

    @Override
    public Inst apply(Inst.Negate inst, Facts facts) {
        return known(inst, facts);
    }

    private static Inst known(Inst.Value inst, Facts facts) {
        Range range = facts.result(inst);
        return range.isConstant() ? new Inst.Copy(inst.dst(), Operand.of(range.constant()), inst.span()) : inst;
    }
}
