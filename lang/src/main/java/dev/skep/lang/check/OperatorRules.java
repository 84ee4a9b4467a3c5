package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rules of operators on numbers; {@link PointerRules} has those on addresses. All arithmetic is done in 64 bits, and
 * nothing is cut but by a cast: {@code 100 + 100} is 200 though both are {@code int8}.
 *
 * <ul>
 *   <li>A literal has the smallest signed type that holds it; one above 2^63 is uint64. What is only ever a literal that is
 *       not negative goes with either sign.
 *   <li>A difference and a negated number are int64, whatever they are made of.
 *   <li>Any other result is uint64 if both sides are unsigned, or one is and the other goes with either sign; else int64. A
 *       shift takes its left side's sign.
 *   <li>A division, a remainder or a shift to the right is a signed one if its result is signed: {@code -7 / 2} is -3.
 *       By zero a division gives 0, a remainder its left side. Nothing is warned of: both kinds are exact.
 *   <li>A sum, product, quotient or remainder of a uint64 and a signed number that may be negative has no type that holds
 *       them all: there is a warning, and the result is int64. Smaller unsigned numbers fit into an int64.
 *   <li>Of a shift's right side the lower six bits count.
 *   <li>{@code < <= > >=} compare the numbers' values: -1 is less than any unsigned number. {@code == !=} compare 64
 *       bits: -1 is 0xffffffffffffffff, as programs that look for an error expect. Neither needs a warning.
 * </ul>
 *
 * <p>bpftrace (0.26) has the same types, but divides and compares as unsigned what is signed, and warns of that instead.
 */
final class OperatorRules {
    private final CheckContext context;
    private final PointerRules pointers;

    OperatorRules(CheckContext context, PointerRules pointers) {
        this.context = context;
        this.pointers = pointers;
    }

    static boolean isComparison(Ast.BinaryOperator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
            case OR_ELSE, AND_ALSO, OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO ->
                false;
        };
    }

    Typed.Expr unary(Ast.Unary expr, Typed.Expr operand) {
        if (operand instanceof Typed.Invalid) {
            return new Typed.Invalid(expr.span());
        }
        boolean negate = expr.operator() == Ast.UnaryOperator.NEGATE;
        Typed.Constant literal = Constants.number(operand);
        if (literal != null) {
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
            return pointers.arithmetic(operator, left, right, span);
        }
        if (!isNumber(left.type()) || !isNumber(right.type())) {
            return unusable(context, operator, left, right, span);
        }
        Typed.Constant a = Constants.number(left);
        Typed.Constant b = Constants.number(right);
        if (isDivision(operator) && b != null && b.value() == 0) {
            return context.error(Code.DIVISION_BY_ZERO, right.span(), "Division by zero");
        }
        boolean signed = resultSigned(operator, left, right);
        if (a != null && b != null) {
            return constant(fold(operator, a.value(), b.value(), signed), signed, span);
        }
        if (mayMixSigns(operator) && (isMixed(left, right) || isMixed(right, left))) {
            context.warning(
                    Code.MIXED_SIGNS,
                    span,
                    "arithmetic on integers of different signs: '" + left.type().text() + "' and '"
                            + right.type().text() + "': the result is an int64",
                    "cast one of them: (int64)... or (uint64)...");
        }
        boolean natural = staysNatural(operator) && isNeutral(left) && isNeutral(right);
        Type.Int type = natural ? Type.Int.INT64.asNatural() : Type.Int.of(64, signed);
        return new Typed.Arithmetic(operator, left, right, signed && !natural, type, span);
    }

    /** Whether what is made of two numbers that are not negative, and go with either sign, is one. */
    private static boolean staysNatural(Ast.BinaryOperator operator) {
        return operator != Ast.BinaryOperator.SUBTRACT && operator != Ast.BinaryOperator.SHIFT_LEFT;
    }

    static boolean isDivision(Ast.BinaryOperator operator) {
        return operator == Ast.BinaryOperator.DIVIDE || operator == Ast.BinaryOperator.MODULO;
    }

    /** Of a difference it is known that it is signed; bits have no sign. */
    private static boolean mayMixSigns(Ast.BinaryOperator operator) {
        return operator == Ast.BinaryOperator.ADD || operator == Ast.BinaryOperator.MULTIPLY || isDivision(operator);
    }

    private static boolean isMixed(Typed.Expr unsigned, Typed.Expr signed) {
        return integer(unsigned.type()) instanceof Type.Int wide
                && !wide.signed()
                && wide.bits() == 64
                && !isNeutral(unsigned)
                && isSigned(signed)
                && !isNeutral(signed);
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
        Typed.Constant constant = Constants.number(expr);
        return constant != null && constant.value() >= 0
                || expr.type() instanceof Type.Bool
                || expr.type() instanceof Type.Int integer && integer.natural();
    }

    private static boolean isSigned(Typed.Expr expr) {
        Type.Int integer = integer(expr.type());
        return integer != null && integer.signed();
    }

    /** The integer that a number is; null for a truth value, and for what is no number. */
    static Type.@Nullable Int integer(Type type) {
        return type instanceof Type.Int integer ? integer : type instanceof Type.Enum named ? named.integer() : null;
    }

    /** Whether there is arithmetic on values of a type. */
    static boolean isNumber(Type type) {
        return type instanceof Type.Int || type instanceof Type.Bool || type instanceof Type.Enum;
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
        return new Typed.Constant(value, natural(value, !signed), span);
    }

    /** The type of a literal. */
    static Type.Int natural(long value, boolean unsigned) {
        Type.Int type = Type.Int.holding(value, unsigned);
        return value >= 0 ? type.asNatural() : type;
    }

    /** {@code &&}, {@code ||}. */
    Typed.Expr logical(boolean and, Typed.Expr left, Typed.Expr right, Span span) {
        if (left instanceof Typed.Invalid || right instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        Boolean a = Constants.truth(left);
        Boolean b = Constants.truth(right);
        if (a != null && (a != and || b != null)) {
            return new Typed.Bool(a == and ? Boolean.TRUE.equals(b) : a, span);
        }
        return new Typed.Logical(and, left, right, span);
    }

    Typed.Expr compare(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        if (left instanceof Typed.Invalid || right instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        Type a = left.type();
        Type b = right.type();
        boolean numbers = isScalar(a) && isScalar(b);
        if (numbers || !isComparable(a) || Unification.unify(a, b) == null) {
            return numbers ? scalars(operator, left, right, span) : incomparable(operator, a, b, span);
        }
        if (operator != Ast.BinaryOperator.EQUAL && operator != Ast.BinaryOperator.NOT_EQUAL) {
            return unusable(context, operator, left, right, span);
        }
        Typed.Bool known = left instanceof Typed.Text && right instanceof Typed.Text
                ? Constants.compare(operator, left, right, span)
                : null;
        return known == null ? new Typed.Compare(operator, left, right, span) : known;
    }

    private Typed.Expr incomparable(Ast.BinaryOperator operator, Type a, Type b, Span span) {
        return context.error(
                Code.COMPARISON_TYPE,
                span,
                "Type mismatch for '" + operator.text() + "': comparing '" + a.text() + "' with '" + b.text() + "'");
    }

    private Typed.Expr scalars(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        if (left.type() instanceof Type.Pointer a
                && right.type() instanceof Type.Pointer b
                && !Unification.same(a.target(), b.target())
                && !(a.target() instanceof Type.Void || b.target() instanceof Type.Void)) {
            context.warning(
                    Code.DISTINCT_POINTERS,
                    span,
                    "comparison of distinct pointer types: '" + a.text() + "', '" + b.text() + "'",
                    "cast one of them to the other's type");
        }
        Typed.Bool known = Constants.compare(operator, left, right, span);
        return known == null ? new Typed.Compare(operator, left, right, span) : known;
    }

    /** What is equal or not, but neither less nor greater. */
    private static boolean isComparable(Type type) {
        if (type instanceof Type.Tuple tuple) {
            for (Type element : tuple.elements()) {
                if (!isScalar(element) && !isComparable(element)) {
                    return false;
                }
            }
            return true;
        }
        return type instanceof Type.Str
                || type instanceof Type.Buffer
                || type instanceof Type.Rendered
                || type instanceof Type.Array array && (isScalar(array.element()) || isComparable(array.element()));
    }

    private static boolean isScalar(Type type) {
        return isNumber(type) || type instanceof Type.Pointer;
    }

    static Typed.Expr unusable(
            CheckContext context, Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        return context.error(
                Code.OPERAND_TYPE,
                span,
                "The " + operator.text() + " operator can not be used on expressions of types '"
                        + left.type().text() + "', '" + right.type().text() + "'");
    }
}
