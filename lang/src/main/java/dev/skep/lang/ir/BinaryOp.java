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
}
