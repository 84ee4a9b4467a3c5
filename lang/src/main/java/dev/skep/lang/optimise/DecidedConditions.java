package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Jump;

/**
 * Decides comparisons and branches by what is known of their operands: by the values they may have, and by the branches on
 * the way there.
 *
 * <pre>
 * %2 = load u8 [%1]; %3 = %2 u< 256         →  %3 = 1
 *
 * b0: if %1 u< 10 then b1 else b2           →  b1: goto b3
 * b1: if %1 != 11 then b3 else b4
 *
 * b0: if %1 s< %2 then b1 else b2           →  b2: goto b3
 * b2: if %2 s<= %1 then b3 else b4
 * </pre>
 *
 * What the verifier must be told again stays: see {@link AddressParts}.
 */
final class DecidedConditions implements Rule.OnCompare, Rule.OnBranch {
    @Override
    public Inst apply(Inst.Compare inst, Facts facts) {
        Boolean holds = facts.test(inst.condition(), inst.left(), inst.right());
        return holds == null ? inst : new Inst.Copy(inst.dst(), Operand.of(holds ? 1 : 0), inst.span());
    }

    @Override
    public Terminator apply(Branch branch, Facts facts) {
        Boolean holds = facts.test(branch.condition(), branch.left(), branch.right());
        return holds == null ? branch : new Jump(holds ? branch.yes() : branch.no());
    }
}
