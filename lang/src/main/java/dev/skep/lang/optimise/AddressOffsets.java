package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import org.jspecify.annotations.Nullable;

/**
 * Adds constants to the offsets of memory accesses instead of to addresses.
 *
 * <pre>
 * %2 = %1 + 8; %3 = load u64 [%2 + 4]  →  %3 = load u64 [%1 + 12]
 * </pre>
 */
final class AddressOffsets implements Rule.OnMemory {
    /** A register and what is to be added to an offset. */
    private record Base(Reg register, int offset) {}

    @Override
    public Inst apply(Inst inst, Facts facts) {
        if (inst instanceof Inst.Load load) {
            Base base = look(load.base(), load.offset(), facts);
            return base == null
                    ? inst
                    : new Inst.Load(load.dst(), load.width(), load.signed(), base.register, base.offset, load.span());
        }
        if (inst instanceof Inst.Store store) {
            Base base = look(store.base(), store.offset(), facts);
            return base == null
                    ? inst
                    : new Inst.Store(store.width(), base.register, base.offset, store.value(), store.span());
        }
        if (inst instanceof Inst.AtomicUpdate update) {
            Base base = look(update.base(), update.offset(), facts);
            return base == null
                    ? inst
                    : new Inst.AtomicUpdate(
                            update.width(), update.op(), base.register, base.offset, update.value(), update.span());
        }
        if (inst instanceof Inst.AtomicFetch fetch) {
            Base base = look(fetch.base(), fetch.offset(), facts);
            return base == null
                    ? inst
                    : new Inst.AtomicFetch(
                            fetch.dst(),
                            fetch.width(),
                            fetch.op(),
                            base.register,
                            base.offset,
                            fetch.value(),
                            fetch.span());
        }
        if (inst instanceof Inst.CompareExchange exchange) {
            Base base = look(exchange.base(), exchange.offset(), facts);
            return base == null
                    ? inst
                    : new Inst.CompareExchange(
                            exchange.dst(),
                            exchange.width(),
                            base.register,
                            base.offset,
                            exchange.expected(),
                            exchange.value(),
                            exchange.span());
        }
        if (inst instanceof Inst.Zero zero) {
            Base base = look(zero.base(), zero.offset(), facts);
            return base == null ? inst : new Inst.Zero(base.register, base.offset, zero.size(), zero.span());
        }
        return inst instanceof Inst.CopyBytes copy ? ofCopy(copy, facts) : inst;
    }

    private static Inst ofCopy(Inst.CopyBytes inst, Facts facts) {
        Base to = look(inst.to(), inst.toOffset(), facts);
        Base from = look(inst.from(), inst.fromOffset(), facts);
        if (to == null && from == null) {
            return inst;
        }
        return new Inst.CopyBytes(
                to == null ? inst.to() : to.register,
                to == null ? inst.toOffset() : to.offset,
                from == null ? inst.from() : from.register,
                from == null ? inst.fromOffset() : from.offset,
                inst.size(),
                inst.span());
    }

    private static @Nullable Base look(Reg register, int offset, Facts facts) {
        if (facts.definition(register) instanceof Inst.Binary sum
                && sum.op() == BinaryOp.ADD
                && sum.left() instanceof Reg base
                && sum.right() instanceof Const constant) {
            long moved = constant.value() + offset;
            return moved == (short) moved ? new Base(base, (int) moved) : null;
        }
        return null;
    }
}
