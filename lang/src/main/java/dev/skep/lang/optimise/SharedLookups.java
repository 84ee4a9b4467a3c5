package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Reg;
import java.util.List;

/**
 * Looks an element up once, as long as the program itself does nothing that may make it come, go or move. What other
 * programs do in between is as if they had done it before or after; the value is read where the program reads it. With the
 * look-up goes its check for 0 ({@link DecidedConditions}).
 *
 * <pre>
 * %2 = lookup @x [%1]                    →  %2 = lookup @x [%1]
 * if %2 != 0 then b1 else b2                if %2 != 0 then b1 else b2
 * b1: %3 = lookup @x [%1]                   b1: goto b3
 *     if %3 != 0 then b3 else b4
 * </pre>
 */
final class SharedLookups implements MemoryRule {
    @Override
    public Inst apply(Inst inst, MemoryState memory, List<Inst> before) {
        if (!(inst instanceof Inst.MapLookup lookup)) {
            return inst;
        }
        Object key = memory.content(lookup.key());
        if (key == null) {
            return inst;
        }
        List<Object> description = List.of(lookup.map(), memory.elements(lookup.map()), key);
        Reg same = memory.known(description);
        if (same != null) {
            return new Inst.Copy(lookup.dst(), same, lookup.span());
        }
        memory.learn(description, lookup.dst());
        return inst;
    }
}
