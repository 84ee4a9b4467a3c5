package dev.skep.lang.evaluate;

import dev.skep.lang.syntax.Ast.BinaryOperator;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.math.BigInteger;

/** Numbers: arithmetic in 64 bits that nothing cuts but a cast, comparisons by value. */
final class Integers {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private Integers() {}

    /** The 64 bits of an integer, a truth value or an address. */
    static long bits(Value value) {
        return switch (value) {
            case Value.Int number -> number.value();
            case Value.Bool truth -> truth.value() ? 1 : 0;
            case Value.Pointer pointer -> pointer.address();
            default -> throw new IllegalStateException(value + " is no number");
        };
    }

    /** The number that a value is. */
    static BigInteger number(Value value) {
        long bits = bits(value);
        BigInteger number = BigInteger.valueOf(bits);
        boolean signed = value instanceof Value.Int integer && integer.signed();
        return bits < 0 && !signed ? number.add(WORD) : number;
    }

    /** The value of a scalar type that has these bits, cut to the type's width and extended by its sign. */
    static Value of(long bits, Type type) {
        return switch (type) {
            case Type.Int integer -> new Value.Int(cut(bits, integer), integer.signed());
            case Type.Bool bool -> new Value.Bool(bits != 0);
            case Type.Pointer pointer -> new Value.Pointer(bits);
            default -> throw new IllegalStateException(type.text() + " is no type of numbers");
        };
    }

    private static long cut(long bits, Type.Int type) {
        BigInteger range = BigInteger.ONE.shiftLeft(type.bits());
        BigInteger rest = BigInteger.valueOf(bits).mod(range);
        boolean negative = type.signed() && rest.testBit(type.bits() - 1);
        return (negative ? rest.subtract(range) : rest).longValue();
    }

    /**
     * An operation of arithmetic.
     *
     * @param signed whether a division, a remainder or a shift to the right is one of signed numbers
     */
    static long apply(BinaryOperator operator, long left, long right, boolean signed) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? 0 : signed ? left / right : Long.divideUnsigned(left, right);
            case MODULO -> right == 0 ? left : signed ? left % right : Long.remainderUnsigned(left, right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case SHIFT_LEFT -> left << (right & 63);
            case SHIFT_RIGHT -> signed ? left >> (right & 63) : left >>> (right & 63);
            case OR_ELSE, AND_ALSO, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                throw new IllegalArgumentException(operator.text() + " is no arithmetic");
        };
    }

    /** A comparison of two numbers: the order is that of their values whatever their signs, equality that of 64 bits. */
    static boolean compare(BinaryOperator operator, Value left, Value right) {
        int order = number(left).compareTo(number(right));
        return switch (operator) {
            case EQUAL -> bits(left) == bits(right);
            case NOT_EQUAL -> bits(left) != bits(right);
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case OR_ELSE, AND_ALSO, OR, XOR, AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO ->
                throw new IllegalArgumentException(operator.text() + " compares nothing");
        };
    }
}
