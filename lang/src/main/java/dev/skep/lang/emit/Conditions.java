package dev.skep.lang.emit;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.lang.ir.Condition;

/** Conditional jumps, also for ISA v1, which has only half of the comparisons. */
final class Conditions {
    private final Assembler code;
    private final boolean hasLess;

    Conditions(Assembler code, IsaLevel isa) {
        this.code = code;
        hasLess = isa.includes(IsaLevel.V2);
    }

    /** Jumps if the condition holds. */
    void jumpIf(Condition condition, Register left, Operand right, Label target) {
        if (hasLess || !isLess(condition)) {
            code.branch(op(condition), left, right, target);
        } else if (right instanceof Register register) {
            code.branch(op(condition.swapped()), register, left, target);
        } else {
            Label skip = code.newLabel();
            code.branch(op(condition.negated()), left, right, skip).jump(target).bind(skip);
        }
    }

    private static boolean isLess(Condition condition) {
        return condition == Condition.ULT
                || condition == Condition.ULE
                || condition == Condition.SLT
                || condition == Condition.SLE;
    }

    private static JumpOp op(Condition condition) {
        return switch (condition) {
            case EQ -> JumpOp.EQ;
            case NE -> JumpOp.NE;
            case ULT -> JumpOp.LT;
            case ULE -> JumpOp.LE;
            case UGT -> JumpOp.GT;
            case UGE -> JumpOp.GE;
            case SLT -> JumpOp.SLT;
            case SLE -> JumpOp.SLE;
            case SGT -> JumpOp.SGT;
            case SGE -> JumpOp.SGE;
        };
    }
}
