package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;

/**
 * Stores a number as it was before what is not stored of it was cut off.
 *
 * <pre>
 * %2 = (u32) %1; store u32 [%3], %2  →  store u32 [%3], %1
 * %2 = %1 & 255; store u8 [%3], %2   →  store u8 [%3], %1
 * </pre>
 */
final class NarrowStores implements Rule.OnStore {
    @Override
    public Inst apply(Inst.Store store, Facts facts) {
        Operand wide = wide(store.value(), store.width().bytes() * 8, facts);
        return wide == store.value()
                ? store
                : new Inst.Store(store.width(), store.base(), store.offset(), wide, store.span());
    }

    private static Operand wide(Operand value, int bits, Facts facts) {
        Inst source = facts.definition(value);
        if (source instanceof Inst.Extend extend && extend.bits() >= bits) {
            return extend.source();
        }
        if (source instanceof Inst.Binary mask
                && mask.op() == BinaryOp.AND
                && mask.right() instanceof Const constant
                && Long.numberOfTrailingZeros(~constant.value()) >= bits) {
            return mask.left();
        }
        return value;
    }
}
