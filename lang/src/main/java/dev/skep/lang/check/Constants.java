package dev.skep.lang.check;

import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the compiler computes itself: numbers, texts and truth values that are known beforehand. */
final class Constants {
    private Constants() {}

    /** The number that an expression is, an enum's constant among them; or null. */
    static Typed.@Nullable Constant number(Typed.Expr expr) {
        if (expr instanceof Typed.Constant constant) {
            return constant;
        }
        return expr instanceof Typed.Cast cast
                        && cast.type() instanceof Type.Enum
                        && cast.operand() instanceof Typed.Constant constant
                ? constant
                : null;
    }

    /** Whether an expression is known beforehand, all its parts included. */
    static boolean isKnown(Typed.Expr expr) {
        if (expr instanceof Typed.Tuple tuple) {
            for (Typed.Expr element : tuple.elements()) {
                if (!isKnown(element)) {
                    return false;
                }
            }
            return true;
        }
        return expr instanceof Typed.Text || expr instanceof Typed.Bool || number(expr) != null;
    }

    /** Whether a condition holds, where that is known beforehand; else null. */
    static @Nullable Boolean truth(Typed.Expr condition) {
        if (condition instanceof Typed.Bool bool) {
            return bool.value();
        }
        Typed.Constant number = number(condition);
        return number == null ? null : Boolean.valueOf(number.value() != 0);
    }

    /** A comparison of what is known, or null. */
    static Typed.@Nullable Bool compare(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right, Span span) {
        int order;
        if (left instanceof Typed.Text a && right instanceof Typed.Text b) {
            order = Arrays.equals(a.bytes(), b.bytes()) ? 0 : 1;
        } else if (left instanceof Typed.Bool a && right instanceof Typed.Bool b) {
            order = Boolean.compare(a.value(), b.value());
        } else {
            Typed.Constant a = number(left);
            Typed.Constant b = number(right);
            if (a == null || b == null) {
                return null;
            }
            order = operator == Ast.BinaryOperator.EQUAL || operator == Ast.BinaryOperator.NOT_EQUAL
                    ? Long.compare(a.value(), b.value())
                    : order(a, b);
        }
        boolean result = switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.text());
        };
        return new Typed.Bool(result, span);
    }

    /** By their values: a signed number that is negative is less than any unsigned one. */
    private static int order(Typed.Constant a, Typed.Constant b) {
        boolean negative = a.type().signed() && a.value() < 0;
        boolean other = b.type().signed() && b.value() < 0;
        if (negative != other) {
            return negative ? -1 : 1;
        }
        return negative ? Long.compare(a.value(), b.value()) : Long.compareUnsigned(a.value(), b.value());
    }
}
