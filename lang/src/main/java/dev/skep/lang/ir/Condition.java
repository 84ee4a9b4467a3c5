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
}
