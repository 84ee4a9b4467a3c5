package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import java.util.List;

/** A better form of one instruction by what is known of memory where it stands, or the same object. */
interface MemoryRule {
    /** @param before takes what must be computed before it */
    Inst apply(Inst inst, MemoryState memory, List<Inst> before);
}
