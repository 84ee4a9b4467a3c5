package dev.skep.lang.optimise;

import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import org.jspecify.annotations.Nullable;

/**
 * Operations that give one of their operands, or a constant, whatever the other operand is.
 *
 * <pre>
 * %2 = %1 + 0      →  %2 = %1
 * %2 = %1 ^ %1     →  %2 = 0
 * %2 = %1 u/ 0     →  %2 = 0
 * %2 = %1 & -1     →  %2 = %1
 * %2 = %1 u< 0     →  %2 = 0
 * </pre>
 */
final class Identities implements Rule.OnBinary, Rule.OnCompare {
    @Override
    public Inst apply(Inst.Binary inst, Facts facts) {
        Operand value = inst.right() instanceof Const right ? ofConstant(inst, right.value()) : ofRegisters(inst);
        return value == null ? inst : new Inst.Copy(inst.dst(), value, inst.span());
    }

    @Override
    public Inst apply(Inst.Compare inst, Facts facts) {
        Boolean value = ofCompare(inst);
        return value == null ? inst : new Inst.Copy(inst.dst(), Operand.of(value ? 1 : 0), inst.span());
    }

    private static @Nullable Operand ofConstant(Inst.Binary inst, long right) {
        return switch (inst.op()) {
            case ADD, SUB, XOR -> right == 0 ? inst.left() : null;
            case MUL -> right == 0 ? Operand.of(0) : right == 1 ? inst.left() : null;
            case UDIV, SDIV -> right == 0 ? Operand.of(0) : right == 1 ? inst.left() : null;
            case UMOD, SMOD -> right == 0 ? inst.left() : right == 1 ? Operand.of(0) : null;
            case AND -> right == 0 ? Operand.of(0) : right == -1 ? inst.left() : null;
            case OR -> right == 0 ? inst.left() : right == -1 ? Operand.of(-1) : null;
            case SHL, LSHR, ASHR -> (right & 63) == 0 ? inst.left() : null;
        };
    }

    private static @Nullable Operand ofRegisters(Inst.Binary inst) {
        if (!inst.left().equals(inst.right())) {
            return null;
        }
        return switch (inst.op()) {
            case SUB, XOR -> Operand.of(0);
            case AND, OR -> inst.left();
            // What divides itself is 1, and 0 if it is 0.
            case ADD, MUL, UDIV, SDIV, UMOD, SMOD, SHL, LSHR, ASHR -> null;
        };
    }

    private static @Nullable Boolean ofCompare(Inst.Compare inst) {
        if (inst.left().equals(inst.right())) {
            return inst.condition().test(0, 0);
        }
        if (inst.right() instanceof Const right) {
            return switch (inst.condition()) {
                case ULT -> right.value() == 0 ? Boolean.FALSE : null;
                case UGE -> right.value() == 0 ? Boolean.TRUE : null;
                case UGT -> right.value() == -1 ? Boolean.FALSE : null;
                case ULE -> right.value() == -1 ? Boolean.TRUE : null;
                case EQ, NE, SLT, SLE, SGT, SGE -> null;
            };
        }
        return null;
    }
}
