package dev.skep.lang.lower;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.syntax.Ast;

/** Operators on two integers. */
final class Arithmetic {
    private Arithmetic() {}

    static Operand lower(Ast.BinaryOperator operator, Operand left, Operand right, boolean signed, Lowering lowering) {
        BinaryOp op = op(operator, signed);
        if (op != BinaryOp.SDIV && op != BinaryOp.SMOD) {
            return lowering.ir().binary(op, left, right);
        }
        if (right instanceof Operand.Const divisor) {
            return divisor.value() == -1
                    ? byMinusOne(op, left, lowering.ir())
                    : lowering.ir().binary(op, left, right);
        }
        return guarded(op, left, right, lowering);
    }

    private static BinaryOp op(Ast.BinaryOperator operator, boolean signed) {
        return switch (operator) {
            case OR -> BinaryOp.OR;
            case XOR -> BinaryOp.XOR;
            case AND -> BinaryOp.AND;
            case SHIFT_LEFT -> BinaryOp.SHL;
            case SHIFT_RIGHT -> signed ? BinaryOp.ASHR : BinaryOp.LSHR;
            case ADD -> BinaryOp.ADD;
            case SUBTRACT -> BinaryOp.SUB;
            case MULTIPLY -> BinaryOp.MUL;
            case DIVIDE -> signed ? BinaryOp.SDIV : BinaryOp.UDIV;
            case MODULO -> signed ? BinaryOp.SMOD : BinaryOp.UMOD;
            case OR_ELSE, AND_ALSO, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                throw new IllegalArgumentException(operator.text() + " is no arithmetic");
        };
    }

    /**
     * A division by what may be -1. Kernels from 6.6 on that lack the fix of 6.12 hand it to the processor as it is, and
     * the smallest number divided by -1 is an exception there: in the kernel.
     */
    private static Operand guarded(BinaryOp op, Operand left, Operand right, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        Variable result = ir.declareVariable("quotient");
        Block divide = ir.newBlock();
        Block negate = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, right, Operand.of(-1), divide, negate);
        ir.seal(divide);
        ir.seal(negate);
        ir.position(divide);
        ir.write(result, ir.binary(op, left, right));
        ir.jump(done);
        ir.position(negate);
        ir.write(result, byMinusOne(op, left, ir));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    private static Operand byMinusOne(BinaryOp op, Operand left, IrBuilder ir) {
        return op == BinaryOp.SDIV ? ir.negate(left) : Operand.of(0);
    }
}
