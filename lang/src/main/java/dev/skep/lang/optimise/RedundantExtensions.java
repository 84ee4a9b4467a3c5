package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;

/**
 * Leaves out extensions and masks of what is narrow enough already, and looks through those that are followed by a
 * narrower one.
 *
 * <pre>
 * %2 = load u32 [%1]; %3 = (u32) %2     →  %3 = %2
 * %2 = (u16) %1; %3 = (s32) %2          →  %3 = %2
 * %2 = (s32) %1; %3 = (u8) %2           →  %3 = (u8) %1
 * %2 = %1 u>> 32; %3 = %2 & 4294967295  →  %3 = %2
 * </pre>
 */
final class RedundantExtensions implements Rule.OnBinary, Rule.OnExtend {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        return inst.op() == BinaryOp.AND
                        && inst.right() instanceof Const mask
                        && (facts.range(inst.left()).possible() & ~mask.value()) == 0
                ? new Inst.Copy(inst.dst(), inst.left(), inst.span())
                : inst;
    }

    @Override
    public Inst apply(Inst.Extend inst, Facts facts) {
        Range known = facts.range(inst.source());
        if (known == Arithmetic.extend(known, inst.bits(), inst.signed())) {
            return new Inst.Copy(inst.dst(), inst.source(), inst.span());
        }
        Inst source = facts.definition(inst.source());
        if (source instanceof Inst.Load load
                && load.signed()
                && inst.signed()
                && load.width().bytes() * 8 <= inst.bits()) {
            return new Inst.Copy(inst.dst(), inst.source(), inst.span());
        }
        if (!(source instanceof Inst.Extend inner)) {
            return inst;
        }
        if (inner.bits() >= inst.bits()) {
            return new Inst.Extend(inst.dst(), inner.source(), inst.bits(), inst.signed(), inst.span());
        }
        // The inner one is narrower: if both are signed, the value is in the outer one's range.
        Operand same = inst.source();
        return inner.signed() && inst.signed() ? new Inst.Copy(inst.dst(), same, inst.span()) : inst;
    }
}
