package dev.skep.bpf.asm;

/**
 * An atomic read-modify-write on memory. {@link #ADD} without fetch is as old as BPF; all others need kernel 5.12, the
 * two ordered accesses kernel 6.15.
 */
public enum AtomicOp {
    ADD(0x00),
    OR(0x40),
    AND(0x50),
    XOR(0xa0),
    /** Exchange: always fetches. */
    XCHG(0xe0),
    /** Compare {@code r0} with memory and, if equal, store the source; always fetches, into {@code r0}. */
    CMPXCHG(0xf0),
    /** A load with acquire order. */
    LOAD_ACQUIRE(0x100),
    /** A store with release order. */
    STORE_RELEASE(0x110);

    private final int code;

    AtomicOp(int code) {
        this.code = code;
    }

    /** The operation in the instruction's immediate, without {@code BPF_FETCH}. */
    int code() {
        return code;
    }
}
