package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Slot;
import java.util.List;

/**
 * Takes what was just stored in a slot from where the store took it.
 *
 * <pre>
 * store u64 [%1], %2       →  store u64 [%1], %2
 * %3 = load u64 [%1]          %3 = %2
 * %4 = load u32 [%1]          %4 = (u32) %2
 * </pre>
 */
final class ForwardedStores implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (!(inst instanceof Inst.Load load)) {
            return inst;
        }
        Slot slot = memory.tracked(load.base());
        int size = load.width().bytes();
        int start = slot == null ? -1 : memory.start(slot, load.base(), load.offset(), size);
        Operand stored = slot == null || start < 0 ? null : memory.bytes(slot).operand(start, size);
        if (stored == null) {
            return inst;
        }
        return size == Long.BYTES
                ? new Inst.Copy(load.dst(), stored, load.span())
                : new Inst.Extend(load.dst(), stored, size * 8, load.signed(), load.span());
    }
}
