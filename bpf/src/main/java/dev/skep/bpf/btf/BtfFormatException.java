package dev.skep.bpf.btf;

import java.io.Serial;

/** BTF bytes that do not follow the format. It is the only exception that the content of the bytes can cause. */
public final class BtfFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int offset;

    BtfFormatException(int offset, String problem) {
        super("malformed BTF at byte " + offset + ": " + problem);
        this.offset = offset;
    }

    /** Where the trouble was seen, in bytes from the start of the BTF (of the split BTF's own bytes, if it is there). */
    public int offset() {
        return offset;
    }
}
