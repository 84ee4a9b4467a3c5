package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Effects;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.Unification;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What decides: comparisons, {@code &&}, {@code ||} and {@code !} become branches, without a truth value in between. */
final class Conditions {
    private final Lowering lowering;
    private final IrBuilder ir;

    Conditions(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    /** Goes to one of two blocks; neither is sealed. */
    void branch(Typed.Expr expr, Block yes, Block no) {
        if (expr instanceof Typed.Logical logical) {
            Block right = ir.newBlock();
            branch(logical.left(), logical.and() ? right : yes, logical.and() ? no : right);
            ir.seal(right);
            ir.position(right);
            branch(logical.right(), yes, no);
        } else if (expr instanceof Typed.Unary unary && unary.operator() == Ast.UnaryOperator.NOT) {
            branch(unary.operand(), no, yes);
        } else if (expr instanceof Typed.Compare compare) {
            branchCompare(compare, yes, no);
        } else if (constant(expr) instanceof Boolean known) {
            ir.jump(known ? yes : no);
        } else {
            Operand value = lowering.value(expr);
            ir.at(expr.span());
            ir.branch(Condition.NE, value, Operand.of(0), yes, no);
        }
    }

    private static @Nullable Boolean constant(Typed.Expr expr) {
        return expr instanceof Typed.Bool bool
                ? (Boolean) bool.value()
                : expr instanceof Typed.Constant integer ? (Boolean) (integer.value() != 0) : null;
    }

    /** The truth value of a comparison, {@code &&}, {@code ||} or {@code !}: 1 or 0. */
    Operand value(Typed.Expr expr) {
        Sides sides = null;
        if (expr instanceof Typed.Compare compare
                && !Lowering.isMemory(compare.left().type())) {
            sides = sides(compare);
            if (!sides.mixed) {
                return ir.compare(sides.condition, sides.left, sides.right);
            }
        }
        Variable result = ir.declareVariable("truth");
        Block yes = ir.newBlock();
        Block no = ir.newBlock();
        Block done = ir.newBlock();
        if (sides == null) {
            branch(expr, yes, no);
        } else {
            branchSides(sides, yes, no);
        }
        ir.seal(yes);
        ir.seal(no);
        ir.position(yes);
        ir.write(result, Operand.of(1));
        ir.jump(done);
        ir.position(no);
        ir.write(result, Operand.of(0));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    // ----------------------------------------------------------------------------------------------------- numbers

    /**
     * Two numbers to compare.
     *
     * @param mixed whether one is signed and the other may be above every signed number
     */
    private record Sides(Operand left, Operand right, Condition condition, boolean mixed, boolean leftSigned) {}

    private Sides sides(Typed.Compare compare) {
        Operand left = lowering.value(compare.left());
        Operand right = lowering.value(compare.right());
        ir.at(compare.span());
        return sides(compare.operator(), compare.left(), left, compare.right(), right);
    }

    private static Sides sides(
            Ast.BinaryOperator operator, Typed.Expr leftExpr, Operand left, Typed.Expr rightExpr, Operand right) {
        boolean signed = fitsSigned(leftExpr) && fitsSigned(rightExpr);
        boolean unsigned = fitsUnsigned(leftExpr) && fitsUnsigned(rightExpr);
        boolean equality = operator == Ast.BinaryOperator.EQUAL || operator == Ast.BinaryOperator.NOT_EQUAL;
        Condition condition = ValueLowering.condition(operator, signed);
        return new Sides(left, right, condition, !(signed || unsigned || equality), fitsSigned(leftExpr));
    }

    /** Whether all values lie below 2^63. */
    private static boolean fitsSigned(Typed.Expr expr) {
        Type.Int type = Lowering.integer(expr.type());
        return type != null && (type.signed() || type.bits() < 64);
    }

    /** Whether no value is negative. */
    private static boolean fitsUnsigned(Typed.Expr expr) {
        return expr instanceof Typed.Constant literal && literal.value() >= 0
                || !(Lowering.integer(expr.type()) instanceof Type.Int type && type.signed());
    }

    private void branchCompare(Typed.Compare compare, Block yes, Block no) {
        if (Lowering.isMemory(compare.left().type())) {
            boolean equal = compare.operator() == Ast.BinaryOperator.EQUAL;
            branchEqual(compare.left(), compare.right(), Integer.MAX_VALUE, equal ? yes : no, equal ? no : yes);
            return;
        }
        branchSides(sides(compare), yes, no);
    }

    /** Whether one number is less than another; both are evaluated already, and are of the types of the expressions. */
    void branchLess(Typed.Expr leftExpr, Operand left, Typed.Expr rightExpr, Operand right, Block yes, Block no) {
        branchSides(sides(Ast.BinaryOperator.LESS, leftExpr, left, rightExpr, right), yes, no);
    }

    private void branchSides(Sides sides, Block yes, Block no) {
        if (sides.mixed) {
            // The signed side, if negative, is the smaller one; else both are compared as unsigned.
            boolean less = sides.condition == Condition.ULT || sides.condition == Condition.ULE;
            Block unsigned = ir.newBlock();
            Operand signedSide = sides.leftSigned ? sides.left : sides.right;
            ir.branch(Condition.SLT, signedSide, Operand.of(0), less == sides.leftSigned ? yes : no, unsigned);
            ir.seal(unsigned);
            ir.position(unsigned);
        }
        ir.branch(sides.condition, sides.left, sides.right, yes, no);
    }

    // ---------------------------------------------------------------------------------------------- strings, tuples

    /**
     * Whether two strings differ in their first bytes: 1 or 0.
     *
     * @param most how many bytes are compared at most
     */
    Operand differ(Typed.Expr left, Typed.Expr right, int most) {
        Variable result = ir.declareVariable("differ");
        Block equal = ir.newBlock();
        Block different = ir.newBlock();
        Block done = ir.newBlock();
        branchEqual(left, right, most, equal, different);
        ir.seal(equal);
        ir.seal(different);
        ir.position(equal);
        ir.write(result, Operand.of(0));
        ir.jump(done);
        ir.position(different);
        ir.write(result, Operand.of(1));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    private void branchEqual(Typed.Expr left, Typed.Expr right, int most, Block equal, Block different) {
        if (left instanceof Typed.Text text && !(right instanceof Typed.Text)) {
            branchEqualText(right, text, most, equal, different);
        } else if (right instanceof Typed.Text text && !(left instanceof Typed.Text)) {
            branchEqualText(left, text, most, equal, different);
        } else {
            branchEqualMemory(left, right, most, equal, different);
        }
    }

    /** Compares with a constant: as many bytes as that has, its NUL included. */
    private void branchEqualText(Typed.Expr string, Typed.Text text, int most, Block equal, Block different) {
        byte[] bytes = text.bytes();
        int size = Math.min(most, bytes.length + 1);
        Place place = lowering.memory(string);
        ir.at(text.span());
        if (size > string.type().size()) {
            // Too long to be in there.
            ir.jump(different);
            return;
        }
        for (int at = 0; at < size; ) {
            int width = Chunks.width(place.offset() + at, size - at);
            Operand found = ir.load(Width.ofBytes(width), false, place.base(), place.offset() + at);
            at += width;
            step(found, Operand.of(Chunks.of(bytes, at - width, width)), at == size, equal, different);
        }
    }

    /**
     * Compares two values in memory. Behind a string's NUL are zeros, so strings are equal just if they agree in as many
     * bytes as the shorter one has room for.
     */
    private void branchEqualMemory(Typed.Expr left, Typed.Expr right, int most, Block equal, Block different) {
        boolean strings = left.type() instanceof Type.Str;
        Type both = Objects.requireNonNull(Unification.unify(left.type(), right.type()));
        // What the right side does to a variable comes after the left side's value is taken.
        boolean inPlace = strings && !Effects.in(right);
        Place a = inPlace ? lowering.memory(left) : lowering.copy(left, strings ? left.type() : both);
        Place b = strings ? lowering.memory(right) : lowering.copy(right, both);
        int size = Math.min(left.type().size(), right.type().size());
        size = strings ? Math.min(most, size) : both.size();
        for (int at = 0; at < size; ) {
            int width = Chunks.width(a.offset() + at, b.offset() + at, size - at);
            Operand x = ir.load(Width.ofBytes(width), false, a.base(), a.offset() + at);
            Operand y = ir.load(Width.ofBytes(width), false, b.base(), b.offset() + at);
            at += width;
            step(x, y, at == size, equal, different);
        }
    }

    private void step(Operand a, Operand b, boolean last, Block equal, Block different) {
        if (last) {
            ir.branch(Condition.EQ, a, b, equal, different);
            return;
        }
        Block next = ir.newBlock();
        ir.branch(Condition.EQ, a, b, next, different);
        ir.seal(next);
        ir.position(next);
    }
}
