package dev.skep.bpf.btf;

/**
 * What a BTF type is; the ordinal is the format's number, {@code UNKNOWN}'s excepted. Source: {@code BTF_KIND_*} in
 * {@code include/uapi/linux/btf.h}.
 */
public enum BtfKind {
    VOID,
    INT,
    POINTER,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FORWARD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNCTION,
    FUNCTION_PROTOTYPE,
    VARIABLE,
    /** Kernel 5.2. */
    DATA_SECTION,
    /** Kernel 5.13. */
    FLOAT,
    /** Kernel 5.16. */
    DECL_TAG,
    /** Kernel 5.17. */
    TYPE_TAG,
    /** Kernel 6.0. */
    ENUM64,
    /** A kind newer than this library, in a BTF that says how long its types are (kernel 7.1 and later). */
    UNKNOWN;

    private static final BtfKind[] ALL = values();

    /** The kind of a number, which is not negative. */
    static BtfKind of(int number) {
        return number < ALL.length ? ALL[number] : UNKNOWN;
    }
}
