package dev.skep.lang.optimise;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import java.util.List;

/**
 * Asks for the name of the running thread once, and copies it from there as long as it stands there. If a thread is given
 * another name while it is being traced, the program sees the older one throughout.
 *
 * <pre>
 * zero 16 at [%1]                        →  zero 16 at [%1]
 * %2 = call get_current_comm(%1, 16)        %2 = call get_current_comm(%1, 16)
 * %4 = call get_current_comm(%3, 16)        copy 16 to [%3] from [%1]
 * </pre>
 */
final class RepeatedNames implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (!(inst instanceof Inst.Call call)
                || call.helper() != Helper.GET_CURRENT_COMM
                || memory.isUsed(call.dst())
                || !(call.arguments().get(0) instanceof Reg to)
                || !(call.arguments().get(1) instanceof Const length)) {
            return inst;
        }
        int size = (int) length.value();
        Slot from = memory.nameSlot(size);
        // Of other memory it is not known how it is aligned.
        if (from == null || from == memory.pointers.slot(to) || memory.tracked(to) == null && !memory.isInRecord(to)) {
            return inst;
        }
        Reg address = memory.address(from, call.span(), before);
        return new Inst.CopyBytes(to, 0, address, memory.nameOffset(), size, call.span());
    }
}
