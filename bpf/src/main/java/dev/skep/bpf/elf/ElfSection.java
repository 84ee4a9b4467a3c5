package dev.skep.bpf.elf;

/**
 * A section: a part of the file as linkers and debuggers see it. Its name is {@link ElfFile#name}.
 *
 * @param nameOffset of the name in the table of section names
 * @param type {@code SHT_*}
 * @param flags {@code SHF_*}
 * @param address where it is loaded, in the file's own addresses; 0 if it is not
 * @param offset where it is in the file, in bytes; not checked against the file's size
 * @param size in bytes; {@link #NOBITS} sections have none in the file
 * @param link another section's index; what for is up to the type
 * @param info more, up to the type
 * @param entrySize of its records in bytes, if it has any
 */
public record ElfSection(
        int nameOffset,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long entrySize) {
    /** {@code SHT_SYMTAB}. */
    public static final int SYMTAB = 2;
    /** {@code SHT_NOTE}. */
    public static final int NOTE = 7;
    /** {@code SHT_NOBITS}: zeroes that are not in the file. */
    public static final int NOBITS = 8;
    /** {@code SHT_DYNSYM}. */
    public static final int DYNSYM = 11;
    /** {@code SHT_GNU_HASH}. */
    public static final int GNU_HASH = 0x6fff_fff6;
    /** {@code SHT_GNU_versym}. */
    public static final int GNU_VERSIONS = 0x6fff_ffff;
    /** {@code SHF_COMPRESSED}. */
    public static final long COMPRESSED = 0x800;

    static ElfSection read(ElfImage image, long at) {
        boolean wide = image.isWide();
        int word = wide ? 8 : 4;
        long next = at + 8;
        return new ElfSection(
                (int) image.u32(at),
                (int) image.u32(at + 4),
                image.word(next),
                image.word(next + word),
                image.word(next + 2L * word),
                image.word(next + 3L * word),
                (int) image.u32(next + 4L * word),
                (int) image.u32(next + 4L * word + 4),
                image.word(next + 5L * word + 8));
    }
}
