package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;

/**
 * A better form of one instruction or branch, or the same object if the rule has nothing to say. What comes instead of
 * an instruction assigns the same register; an {@link Inst.Copy} says that the register is another operand's value. A
 * rule implements an interface for each kind of instruction that it looks at.
 */
sealed interface Rule {
    non-sealed interface OnBinary extends Rule {
        Inst apply(Inst.Binary inst, Facts facts);
    }

    non-sealed interface OnCompare extends Rule {
        Inst apply(Inst.Compare inst, Facts facts);
    }

    non-sealed interface OnNegate extends Rule {
        Inst apply(Inst.Negate inst, Facts facts);
    }

    non-sealed interface OnExtend extends Rule {
        Inst apply(Inst.Extend inst, Facts facts);
    }

    non-sealed interface OnStore extends Rule {
        Inst apply(Inst.Store inst, Facts facts);
    }

    /** Loads, stores, atomics, zeroing and copying. */
    non-sealed interface OnMemory extends Rule {
        Inst apply(Inst inst, Facts facts);
    }

    non-sealed interface OnBranch extends Rule {
        Terminator apply(Branch branch, Facts facts);
    }
}
