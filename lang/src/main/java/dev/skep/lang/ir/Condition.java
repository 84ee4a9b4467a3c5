package dev.skep.lang.ir;

/** A comparison of two 64-bit numbers; {@code U} is unsigned, {@code S} signed. */
public enum Condition {
    EQ("=="),
    NE("!="),
    ULT("u<"),
    ULE("u<="),
    UGT("u>"),
    UGE("u>="),
    SLT("s<"),
    SLE("s<="),
    SGT("s>"),
    SGE("s>=");

    private final String text;

    Condition(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The condition that holds exactly when this one does not. */
    public Condition negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case ULT -> UGE;
            case ULE -> UGT;
            case UGT -> ULE;
            case UGE -> ULT;
            case SLT -> SGE;
            case SLE -> SGT;
            case SGT -> SLE;
            case SGE -> SLT;
        };
    }

    /** The condition that says the same of the operands in the other order. */
    public Condition swapped() {
        return switch (this) {
            case EQ, NE -> this;
            case ULT -> UGT;
            case ULE -> UGE;
            case UGT -> ULT;
            case UGE -> ULE;
            case SLT -> SGT;
            case SLE -> SGE;
            case SGT -> SLT;
            case SGE -> SLE;
        };
    }

    /** Whether it holds between two constants. */
    public boolean test(long left, long right) {
        return switch (this) {
            case EQ -> left == right;
            case NE -> left != right;
            case ULT -> Long.compareUnsigned(left, right) < 0;
            case ULE -> Long.compareUnsigned(left, right) <= 0;
            case UGT -> Long.compareUnsigned(left, right) > 0;
            case UGE -> Long.compareUnsigned(left, right) >= 0;
            case SLT -> left < right;
            case SLE -> left <= right;
            case SGT -> left > right;
            case SGE -> left >= right;
        };
    }
}
