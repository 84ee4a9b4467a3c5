package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import java.util.List;

/**
 * Reads a map's value, or a field of a kernel struct, once, as long as the program itself writes nothing that it could be,
 * and runs through no loop in between; the numbers of a task never change. What other programs write meanwhile is as if it came before or after both.
 *
 * <pre>
 * %2 = load u64 [%1]                     →  %2 = load u64 [%1]
 * if %2 != 0 then b1 else b2                if %2 != 0 then b1 else b2
 * b1: %3 = load u64 [%1]                    b1: return %2
 *     return %3
 * </pre>
 */
final class SharedLoads implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (inst instanceof Inst.Load load && memory.pointers.slot(load.base()) == null) {
            return shared(
                    load,
                    List.of(load.base(), load.offset(), load.width(), load.signed(), memory.sharedMemory()),
                    memory);
        }
        if (inst instanceof Inst.FieldLoad load) {
            return shared(
                    load,
                    Purity.isFixedForOneRun(load.path())
                            ? List.of(load.base(), load.path(), load.width(), load.signed())
                            : List.of(load.base(), load.path(), load.width(), load.signed(), memory.sharedMemory()),
                    memory);
        }
        return inst;
    }

    private static Inst shared(Inst.Value load, List<Object> description, MemoryState memory) {
        Reg same = memory.known(description);
        if (same != null) {
            return new Inst.Copy(load.dst(), same, load.span());
        }
        memory.learn(description, load.dst());
        return load;
    }
}
