package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a key from the slot where the same bytes have been put together before. Nothing reads the other slot then, and
 * {@link DeadStores} leaves out what is written to it.
 *
 * <pre>
 * store u32 [%1], %0                       →  store u32 [%1], %0
 * %2 = update @x [%1] with [%4], flags 0      %2 = update @x [%1] with [%4], flags 0
 * store u32 [%3], %0                          store u32 [%3], %0
 * %5 = delete @y [%3]                         %5 = delete @y [%1]
 * </pre>
 */
final class SharedKeys implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (inst instanceof Inst.MapLookup lookup) {
            Reg key = shared(lookup.key(), inst, memory, before);
            return key == null ? inst : new Inst.MapLookup(lookup.dst(), lookup.map(), key, lookup.span());
        }
        if (inst instanceof Inst.MapUpdate update) {
            Reg key = shared(update.key(), inst, memory, before);
            return key == null
                    ? inst
                    : new Inst.MapUpdate(
                            update.dst(), update.map(), key, update.value(), update.flags(), update.span());
        }
        if (inst instanceof Inst.MapDelete delete) {
            Reg key = shared(delete.key(), inst, memory, before);
            return key == null ? inst : new Inst.MapDelete(delete.dst(), delete.map(), key, delete.span());
        }
        return inst;
    }

    private @Nullable Reg shared(Reg key, Inst inst, MemoryState memory, List<Inst> before) {
        if (!(memory.content(key) instanceof SlotBytes bytes)) {
            return null;
        }
        Slot slot = memory.tracked(key);
        Slot holder = slot == null ? null : memory.holder(bytes, slot);
        return holder == null || holder == slot ? null : memory.address(holder, inst.span(), before);
    }
}
