package dev.skep.bpf.asm;

/** Bytes that are no BPF program: the {@link Decoder} says which slot, and what is wrong with it. */
public final class MalformedProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int slot;
    private final String reason;

    MalformedProgramException(int slot, String reason) {
        super("slot " + slot + ": " + reason);
        this.slot = slot;
        this.reason = reason;
    }

    /** The 8-byte slot, counted from 0. */
    public int slot() {
        return slot;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
