package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import java.util.List;

/**
 * Reads a clock once where nothing lies between two readings that takes longer than the reading itself: no call, no
 * look-up, no loop. A program that takes the time of anything sees what it did before, less the time of a reading.
 *
 * <pre>
 * %1 = call ktime_get_ns()    →  %1 = call ktime_get_ns()
 * store u64 [%2], %1             store u64 [%2], %1
 * %3 = call ktime_get_ns()       %4 = %1 - %5
 * %4 = %3 - %5
 * </pre>
 */
final class RepeatedClocks implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (!(inst instanceof Inst.Call call) || !Purity.isClock(call.helper())) {
            return inst;
        }
        List<Object> description = List.of(call.helper(), memory.clock());
        Reg same = memory.known(description);
        if (same != null) {
            return new Inst.Copy(call.dst(), same, call.span());
        }
        memory.learn(description, call.dst());
        return inst;
    }
}
