package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rules of operators. All arithmetic is done in 64 bits, and nothing is cut but by a cast:
 *
 * <ul>
 *   <li>A difference and a negated number are signed, whatever they are made of.
 *   <li>Any other result is unsigned if both sides are, else signed. A literal that is not negative takes the other
 *       side's sign. A shift takes its left side's.
 *   <li>A division, a remainder or a shift to the right is a signed one if its result is signed: {@code -7 / 2} is -3.
 *       By zero a division gives 0, a remainder its left side.
 *   <li>Of a shift's right side the lower six bits count.
 *   <li>{@code < <= > >=} compare the numbers' values: -1 is less than any unsigned number. {@code == !=} compare 64
 *       bits: -1 is 0xffffffffffffffff, as programs that look for an error expect.
 * </ul>
 */
final class OperatorRules {
    private final CheckContext context;

    OperatorRules(CheckContext context) {
        this.context = context;
    }

    static boolean isComparison(Ast.BinaryOperator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
            case OR_ELSE, AND_ALSO, OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO ->
                false;
        };
    }

    /** The integer type of a name, or null. */
    static Type.@Nullable Int integerType(String name) {
        return switch (name) {
            case "int8" -> Type.Int.INT8;
            case "int16" -> Type.Int.INT16;
            case "int32" -> Type.Int.INT32;
            case "int64" -> Type.Int.INT64;
            case "uint8" -> Type.Int.UINT8;
            case "uint16" -> Type.Int.UINT16;
            case "uint32" -> Type.Int.UINT32;
            case "uint64" -> Type.Int.UINT64;
            default -> null;
        };
    }

    Typed.Expr unary(Ast.Unary expr, Typed.Expr operand) {
        if (operand instanceof Typed.Invalid) {
            return new Typed.Invalid(expr.span());
        }
        boolean negate = expr.operator() == Ast.UnaryOperator.NEGATE;
        if (operand instanceof Typed.Constant literal) {
            long value = negate ? -literal.value() : ~literal.value();
            return constant(value, literal.type().bits() < 64 || negate, expr.span());
        }
        if (!isNumber(operand.type())) {
            return context.error(
                    Code.OPERAND_TYPE,
                    expr.span(),
                    "The " + expr.operator().text() + " operator can not be used on expressions of type '"
                            + operand.type().text() + "'");
        }
        boolean signed = negate || isSigned(operand);
        return new Typed.Unary(expr.operator(), operand, Type.Int.of(64, signed), expr.span());
    }

    Typed.Expr arithmetic(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        if (left instanceof Typed.Invalid || right instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        if (left.type() instanceof Type.Pointer || right.type() instanceof Type.Pointer) {
            return addresses(operator, left, right, span);
        }
        if (!isNumber(left.type()) || !isNumber(right.type())) {
            return unusable(operator, left, right, span);
        }
        boolean divides = operator == Ast.BinaryOperator.DIVIDE || operator == Ast.BinaryOperator.MODULO;
        if (divides && right instanceof Typed.Constant divisor && divisor.value() == 0) {
            return context.error(Code.DIVISION_BY_ZERO, right.span(), "Division by zero");
        }
        boolean signed = resultSigned(operator, left, right);
        if (left instanceof Typed.Constant a && right instanceof Typed.Constant b) {
            return constant(fold(operator, a.value(), b.value(), signed), signed, span);
        }
        return new Typed.Arithmetic(operator, left, right, signed, Type.Int.of(64, signed), span);
    }

    private static boolean resultSigned(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right) {
        boolean ofLeft = isNeutral(left) || isSigned(left);
        return switch (operator) {
            case SUBTRACT -> true;
            case SHIFT_LEFT, SHIFT_RIGHT -> ofLeft;
            default ->
                isNeutral(left)
                        ? isNeutral(right) || isSigned(right)
                        : isSigned(left) || !isNeutral(right) && isSigned(right);
        };
    }

    /** Whether a number goes with either sign: a literal that is not negative, or a truth value. */
    private static boolean isNeutral(Typed.Expr expr) {
        return expr instanceof Typed.Constant literal && literal.value() >= 0 || expr.type() instanceof Type.Bool;
    }

    private static boolean isSigned(Typed.Expr expr) {
        return expr.type() instanceof Type.Int integer && integer.signed();
    }

    private static boolean isNumber(Type type) {
        return type instanceof Type.Int || type instanceof Type.Bool;
    }

    private static long fold(Ast.BinaryOperator operator, long a, long b, boolean signed) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> signed ? a / b : Long.divideUnsigned(a, b);
            case MODULO -> signed ? a % b : Long.remainderUnsigned(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> a << b;
            case SHIFT_RIGHT -> signed ? a >> b : a >>> b;
            case OR_ELSE, AND_ALSO, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                throw new IllegalArgumentException(operator.text());
        };
    }

    private static Typed.Constant constant(long value, boolean signed, Span span) {
        return new Typed.Constant(value, Type.Int.holding(value, !signed), span);
    }

    /** An address and a number of bytes: only where what it points to is one byte wide, or of no width. */
    private Typed.Expr addresses(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        boolean adds = operator == Ast.BinaryOperator.ADD;
        boolean swap = adds && right.type() instanceof Type.Pointer;
        Typed.Expr address = swap ? right : left;
        Typed.Expr distance = swap ? left : right;
        if (!(adds || operator == Ast.BinaryOperator.SUBTRACT)
                || !(address.type() instanceof Type.Pointer pointer)
                || !(distance.type() instanceof Type.Int)) {
            return unusable(operator, left, right, span);
        }
        if (!isByteSized(pointer.target())) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    span,
                    "Arithmetic on '" + pointer.text() + "' is not supported yet",
                    "cast it to count in bytes: (uint64)...");
        }
        return new Typed.Arithmetic(operator, address, distance, false, pointer, span);
    }

    private static boolean isByteSized(Type target) {
        return target instanceof Type.Void || target.size() == 1;
    }

    Typed.Expr compare(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        if (left instanceof Typed.Invalid || right instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        Type a = left.type();
        Type b = right.type();
        boolean equality = operator == Ast.BinaryOperator.EQUAL || operator == Ast.BinaryOperator.NOT_EQUAL;
        if (isScalar(a) && isScalar(b)) {
            return new Typed.Compare(operator, left, right, span);
        }
        boolean memory =
                a instanceof Type.Str && b instanceof Type.Str || a instanceof Type.Tuple && b instanceof Type.Tuple;
        if (!memory || Unification.unify(a, b) == null) {
            return context.error(
                    Code.COMPARISON_TYPE,
                    span,
                    "Type mismatch for '" + operator.text() + "': comparing '" + a.text() + "' with '" + b.text()
                            + "'");
        }
        return equality ? new Typed.Compare(operator, left, right, span) : unusable(operator, left, right, span);
    }

    private static boolean isScalar(Type type) {
        return isNumber(type) || type instanceof Type.Pointer;
    }

    private Typed.Expr unusable(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        return context.error(
                Code.OPERAND_TYPE,
                span,
                "The " + operator.text() + " operator can not be used on expressions of types '"
                        + left.type().text() + "', '" + right.type().text() + "'");
    }

    Typed.Expr cast(Type.Int to, Typed.Expr operand, Span span) {
        if (operand instanceof Typed.Constant literal) {
            return new Typed.Constant(cut(literal.value(), to), to, span);
        }
        return new Typed.Cast(to, operand, span);
    }

    private static long cut(long value, Type.Int to) {
        int unused = 64 - to.bits();
        return to.signed() ? value << unused >> unused : value << unused >>> unused;
    }
}
