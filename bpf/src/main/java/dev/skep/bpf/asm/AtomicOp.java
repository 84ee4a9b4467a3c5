package dev.skep.bpf.asm;

/** What an atomic read-modify-write does to memory. */
public enum AtomicOp {
    ADD(0x00),
    OR(0x40),
    AND(0x50),
    XOR(0xa0),
    /** Exchange: always fetches. */
    XCHG(0xe0),
    /** Compare {@code r0} with memory and, if equal, store the source; always fetches, into {@code r0}. */
    CMPXCHG(0xf0);

    private final int code;

    AtomicOp(int code) {
        this.code = code;
    }

    /** Whether the operation exists only in the form that fetches the old value. */
    public boolean alwaysFetches() {
        return this == XCHG || this == CMPXCHG;
    }

    /** The operation in the instruction's immediate, without {@code BPF_FETCH}. */
    int code() {
        return code;
    }
}
