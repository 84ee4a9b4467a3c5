package dev.skep.bpf.elf;

/**
 * A segment: a part of the file as the kernel and the dynamic loader see it ({@code Elf64_Phdr}).
 *
 * @param type {@code PT_*}
 * @param flags {@code PF_X} 1, {@code PF_W} 2, {@code PF_R} 4
 * @param offset where it is in the file, in bytes; not checked against the file's size
 * @param address where it is loaded, in the file's own addresses
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory; those past the file's are zero
 */
public record ElfSegment(int type, int flags, long offset, long address, long fileSize, long memorySize) {
    /** {@code PT_LOAD}. */
    public static final int LOAD = 1;
    /** {@code PT_DYNAMIC}. */
    public static final int DYNAMIC = 2;
    /** {@code PT_NOTE}. */
    public static final int NOTE = 4;

    private static final int EXECUTE = 1;

    static ElfSegment read(ElfImage image, long at) {
        if (image.isWide()) {
            return new ElfSegment(
                    (int) image.u32(at),
                    (int) image.u32(at + 4),
                    image.u64(at + 8),
                    image.u64(at + 16),
                    image.u64(at + 32),
                    image.u64(at + 40));
        }
        return new ElfSegment(
                (int) image.u32(at),
                (int) image.u32(at + 24),
                image.u32(at + 4),
                image.u32(at + 8),
                image.u32(at + 16),
                image.u32(at + 20));
    }

    /** Whether it is mapped when the file is run. */
    public boolean isLoaded() {
        return type == LOAD;
    }

    /** Whether its bytes may be executed. */
    public boolean isExecutable() {
        return (flags & EXECUTE) != 0;
    }

    /** Whether the file's bytes of an address are in this segment. */
    public boolean holdsAddress(long at) {
        return Long.compareUnsigned(at - address, fileSize) < 0;
    }

    /** Whether a byte of the file is in this segment. */
    public boolean holdsOffset(long at) {
        return Long.compareUnsigned(at - offset, fileSize) < 0;
    }
}
