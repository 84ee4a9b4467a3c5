package dev.skep.bpf.elf;

import java.io.Serial;

/** Bytes that are no ELF file, or none that this package reads. It is the only exception that their content can cause. */
public final class ElfFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long offset;

    ElfFormatException(long offset, String problem) {
        super(problem);
        this.offset = offset;
    }

    /** Where the trouble was seen, in bytes from the start of the file. */
    public long offset() {
        return offset;
    }
}
