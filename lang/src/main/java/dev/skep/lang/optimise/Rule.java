package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Terminator;

/** A better form of one instruction or terminator, or the same object if the rule has nothing to say. */
interface Rule {
    /** The result assigns the same register; an {@link Inst.Copy} says that the register is another operand's value. */
    default Inst apply(Inst inst, Facts facts) {
        return inst;
    }

    default Terminator apply(Terminator terminator, Facts facts) {
        return terminator;
    }
}
