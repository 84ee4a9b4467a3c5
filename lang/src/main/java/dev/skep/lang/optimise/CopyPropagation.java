package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Substitution;
import dev.skep.lang.ir.Terminator;
import java.util.List;

/**
 * Passes copies on to what uses them: they leave the function. A part of {@link Simplification}, whose rules say with a
 * copy that an instruction gives nothing new, and see what it was a copy of in what comes next.
 *
 * <pre>
 * %2 = %1         →  %3 = %1 + 1
 * %3 = %2 + 1        goto b1(%1)
 * goto b1(%2)
 * </pre>
 */
final class CopyPropagation {
    private final Substitution sources;

    CopyPropagation(IrFunction function) {
        sources = new Substitution(function);
    }

    /** Whether the instruction is a copy, and leaves. */
    boolean passesOn(Inst inst) {
        if (inst instanceof Inst.Copy copy) {
            sources.replace(copy.dst(), copy.source());
            return true;
        }
        return false;
    }

    /** Appends the instruction with its operands' sources, behind the copies that it needs. */
    void apply(Inst inst, List<Inst> to) {
        sources.apply(inst, to);
    }

    Terminator apply(Terminator terminator) {
        return sources.apply(terminator);
    }
}
