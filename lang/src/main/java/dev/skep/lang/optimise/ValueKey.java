package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import java.util.List;

/** What a repeatable instruction computes, whatever register it assigns: equal keys give equal values. */
final class ValueKey {
    private final Class<?> kind;
    /** The operation, helper, slot, field, type, function or map. */
    private final Object what;

    private final int detail;
    private final List<Operand> operands;

    private ValueKey(Inst inst, Object what, int detail, List<Operand> operands) {
        kind = inst.getClass();
        this.what = what;
        this.detail = detail;
        this.operands = operands;
    }

    static ValueKey of(Inst.Value inst) {
        if (inst instanceof Inst.Binary binary) {
            return new ValueKey(inst, binary.op(), 0, ordered(binary));
        }
        if (inst instanceof Inst.Copy copy) {
            return new ValueKey(inst, "", 0, List.of(copy.source()));
        }
        if (inst instanceof Inst.Negate negate) {
            return new ValueKey(inst, "", 0, List.of(negate.source()));
        }
        if (inst instanceof Inst.Extend extend) {
            return new ValueKey(inst, "", extend.signed() ? -extend.bits() : extend.bits(), List.of(extend.source()));
        }
        if (inst instanceof Inst.Compare compare) {
            return new ValueKey(inst, compare.condition(), 0, List.of(compare.left(), compare.right()));
        }
        if (inst instanceof Inst.Call call) {
            return new ValueKey(inst, call.helper(), 0, call.arguments());
        }
        if (inst instanceof Inst.KernelCall call) {
            return new ValueKey(inst, call.function(), 0, call.arguments());
        }
        if (inst instanceof Inst.SlotAddress address) {
            return new ValueKey(inst, address.slot(), 0, List.of());
        }
        if (inst instanceof Inst.EventField field) {
            return new ValueKey(inst, field.field(), 0, List.of());
        }
        if (inst instanceof Inst.EventFieldAddress field) {
            return new ValueKey(inst, field.field(), 0, List.of());
        }
        if (inst instanceof Inst.FieldAddress field) {
            return new ValueKey(inst, field.path(), 0, List.of(field.base()));
        }
        if (inst instanceof Inst.TypeId id) {
            return new ValueKey(inst, id.kind() + " " + id.type(), 0, List.of());
        }
        if (inst instanceof Inst.FunctionReference reference) {
            return new ValueKey(inst, reference.function(), 0, List.of());
        }
        if (inst instanceof Inst.MapReference map) {
            return new ValueKey(inst, map.map(), 0, List.of());
        }
        if (inst instanceof Inst.MapValueAddress value) {
            return new ValueKey(inst, value.map(), value.offset(), List.of());
        }
        throw new IllegalArgumentException("not repeatable: " + inst);
    }

    /** Operands that may change places are put in the order of their numbers. */
    private static List<Operand> ordered(Inst.Binary inst) {
        boolean swap = inst.op().isCommutative()
                && inst.left() instanceof Reg left
                && inst.right() instanceof Reg right
                && left.id() > right.id();
        return swap ? List.of(inst.right(), inst.left()) : List.of(inst.left(), inst.right());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueKey key
                && kind == key.kind
                && detail == key.detail
                && what.equals(key.what)
                && operands.equals(key.operands);
    }

    @Override
    public int hashCode() {
        return ((kind.hashCode() * 31 + what.hashCode()) * 31 + detail) * 31 + operands.hashCode();
    }
}
