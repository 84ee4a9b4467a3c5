package dev.skep.lang.optimise;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.SlotPointers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What instructions do to memory, to maps, and to the clock. Slots whose addresses are not followed count as shared memory,
 * as map values and ring records do.
 */
abstract class MemoryEffects {
    /** Stands for what {@code get_current_comm} writes over zeros, which is the same everywhere in one run. */
    static final Object COMM = new Object();

    final SlotPointers pointers;

    MemoryEffects(SlotPointers pointers) {
        this.pointers = pointers;
    }

    /** Bytes of a slot are written: from a source, or with what nobody knows. */
    abstract void write(Slot slot, int offset, int size, @Nullable Object source);

    /** Bytes of a slot are copied into another. */
    abstract void copy(Slot to, int toOffset, Slot from, int fromOffset, int size);

    abstract void changeSharedMemory();

    /** Elements come, go or move. */
    abstract void changeMap(String map);

    abstract void changeAllMaps();

    abstract void passTime();

    final void apply(Inst inst) {
        if (Purity.takesTime(inst)) {
            passTime();
        }
        if (inst instanceof Inst.Store store) {
            write(store.base(), store.offset(), store.width().bytes(), store.value());
        } else if (inst instanceof Inst.Zero zero) {
            write(zero.base(), zero.offset(), zero.size(), SlotBytes.ZEROS);
        } else if (inst instanceof Inst.CopyBytes copy) {
            copy(copy);
        } else if (inst instanceof Inst.AtomicUpdate update) {
            write(update.base(), update.offset(), update.width().bytes(), null);
        } else if (inst instanceof Inst.AtomicFetch fetch) {
            write(fetch.base(), fetch.offset(), fetch.width().bytes(), null);
        } else if (inst instanceof Inst.CompareExchange exchange) {
            write(exchange.base(), exchange.offset(), exchange.width().bytes(), null);
        } else if (inst instanceof Inst.MapUpdate update) {
            changeMap(update.map());
            changeSharedMemory();
        } else if (inst instanceof Inst.MapDelete delete) {
            changeMap(delete.map());
            changeSharedMemory();
        } else if (inst instanceof Inst.Call call) {
            call(call);
        } else if (inst instanceof Inst.KernelCall call && !Purity.isRemovable(call)) {
            anything(call.arguments());
        } else if (inst instanceof Inst.FunctionCall call) {
            anything(call.arguments());
        }
    }

    private void call(Inst.Call call) {
        if (Purity.isRemovable(call)) {
            return;
        }
        if (!Purity.writesOnlyFirstArgument(call.helper())
                || call.arguments().size() < 2
                || !(call.arguments().getFirst() instanceof Reg to)) {
            anything(call.arguments());
            return;
        }
        Slot slot = tracked(to);
        if (slot == null) {
            changeSharedMemory();
        } else if (call.arguments().get(1) instanceof Const size && size.value() >= 0 && size.value() <= slot.size()) {
            Object source = call.helper() == Helper.GET_CURRENT_COMM ? COMM : new Object();
            write(to, 0, (int) size.value(), source);
        } else {
            write(slot, 0, slot.size(), null);
        }
    }

    /** A call that may change all that it can get at. */
    private void anything(List<Operand> arguments) {
        changeSharedMemory();
        changeAllMaps();
        for (Operand argument : arguments) {
            Slot slot = tracked(argument);
            if (slot != null) {
                write(slot, 0, slot.size(), null);
            }
        }
    }

    /** The slot that an operand points into, if all its uses are known. */
    final @Nullable Slot tracked(Operand operand) {
        Slot slot = pointers.slot(operand);
        return slot == null || pointers.isEscaped(slot) ? null : slot;
    }

    /** Where an access starts in a tracked slot, or -1 if that is not known. */
    final int start(Slot slot, Reg base, int offset, int size) {
        int origin = pointers.offset(base);
        int start = origin == SlotPointers.UNKNOWN ? -1 : origin + offset;
        return start >= 0 && start + size <= slot.size() ? start : -1;
    }

    private void write(Reg base, int offset, int size, @Nullable Object source) {
        Slot slot = tracked(base);
        if (slot == null) {
            changeSharedMemory();
            return;
        }
        int start = start(slot, base, offset, size);
        if (start >= 0) {
            write(slot, start, size, source);
        } else {
            write(slot, 0, slot.size(), null);
        }
    }

    private void copy(Inst.CopyBytes inst) {
        Slot to = tracked(inst.to());
        Slot from = tracked(inst.from());
        if (to != null && from != null && to != from) {
            int toStart = start(to, inst.to(), inst.toOffset(), inst.size());
            int fromStart = start(from, inst.from(), inst.fromOffset(), inst.size());
            if (toStart >= 0 && fromStart >= 0) {
                copy(to, toStart, from, fromStart, inst.size());
                return;
            }
        }
        write(inst.to(), inst.toOffset(), inst.size(), null);
    }
}
