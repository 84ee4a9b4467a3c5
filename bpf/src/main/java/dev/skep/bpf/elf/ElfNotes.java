package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Notes that a linker leaves in a file: the build id is one. */
final class ElfNotes {
    /** {@code NT_GNU_BUILD_ID}, by the owner "GNU". */
    private static final int BUILD_ID = 3;

    private static final long GNU = 0x0055_4e47L;
    private static final int HEADER = 12;
    /** Bytes; linkers make 16 or 20, the kernel keeps 20. */
    private static final int MAX_BUILD_ID = 64;
    /** Of one file; hostile ranges of notes may overlap. */
    private static final int MAX_NOTES = 4096;

    private final ElfImage image;
    private int left = MAX_NOTES;

    ElfNotes(ElfImage image) {
        this.image = image;
    }

    /** The build id in a range of notes; empty if there is none. What follows a malformed note is not read. */
    byte[] buildId(long start, long size) {
        long at = start;
        long end = image.contains(start, size) ? start + size : start;
        while (end - at >= HEADER && left-- > 0) {
            long name = image.u32(at);
            long length = image.u32(at + 4);
            long content = at + HEADER + padded(name);
            long next = content + padded(length);
            if (content + length > end) {
                break;
            }
            if (image.u32(at + 8) == BUILD_ID && name == 4 && image.u32(at + HEADER) == GNU && length <= MAX_BUILD_ID) {
                MemorySegment id = image.slice(content, length, "the build id");
                return id.toArray(ValueLayout.JAVA_BYTE);
            }
            at = next;
        }
        return new byte[0];
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }
}
