package dev.skep.lang.ir;

/** An operation on two 64-bit numbers. A division by zero gives 0, a remainder by zero its left operand. */
public enum BinaryOp {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    UDIV("u/"),
    SDIV("s/"),
    UMOD("u%"),
    SMOD("s%"),
    AND("&"),
    OR("|"),
    XOR("^"),
    /** Shifts by the count's lower 6 bits. */
    SHL("<<"),
    /** Logical. */
    LSHR("u>>"),
    /** Arithmetic. */
    ASHR("s>>");

    private final String text;

    BinaryOp(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Whether the operands may change places. */
    public boolean isCommutative() {
        return this == ADD || this == MUL || this == AND || this == OR || this == XOR;
    }

    /** The result for two constants, as the kernel computes it. */
    public long apply(long left, long right) {
        return switch (this) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case UDIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
            // Java and the kernel agree on Long.MIN_VALUE / -1 (itself) and Long.MIN_VALUE % -1 (0).
            case SDIV -> right == 0 ? 0 : left / right;
            case UMOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
            case SMOD -> right == 0 ? left : left % right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case SHL -> left << right;
            case LSHR -> left >>> right;
            case ASHR -> left >> right;
        };
    }
}
