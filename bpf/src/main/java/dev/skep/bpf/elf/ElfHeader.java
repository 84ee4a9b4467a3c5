package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The start of an ELF file.
 *
 * @param wide whether it is a 64-bit file
 * @param type what kind of file it is
 * @param machine {@code EM_*}: {@link #X86_64}, {@link #AARCH64} or another
 * @param entry the address where a program starts, in the file's own addresses
 * @param segmentOffset where the table of segments is in the file; 0 if there is none
 * @param sectionOffset where the table of sections is in the file; 0 if there is none
 */
public record ElfHeader(boolean wide, Type type, int machine, long entry, long segmentOffset, long sectionOffset) {
    /** {@code EM_386}. */
    public static final int I386 = 3;
    /** {@code EM_X86_64}. */
    public static final int X86_64 = 62;
    /** {@code EM_AARCH64}. */
    public static final int AARCH64 = 183;

    /** What kind of file it is ({@code ET_*}). */
    public enum Type {
        /** What a linker makes into one of the others. */
        RELOCATABLE,
        /** A program that is loaded at its own addresses. */
        EXECUTABLE,
        /** A shared library, or a program that is loaded anywhere. */
        SHARED,
        CORE,
        OTHER;

        static Type of(int number) {
            return switch (number) {
                case 1 -> RELOCATABLE;
                case 2 -> EXECUTABLE;
                case 3 -> SHARED;
                case 4 -> CORE;
                default -> OTHER;
            };
        }
    }

    private static final int IDENTIFICATION = 16;
    private static final ValueLayout.OfInt MAGIC = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** The width that the first bytes tell; checks that they are those of a file that can be read. */
    static boolean isWide(MemorySegment bytes) {
        if (bytes.byteSize() < IDENTIFICATION || bytes.get(MAGIC, 0) != 0x7f454c46) {
            throw new ElfFormatException(0, "not an ELF file");
        }
        int width = bytes.get(ValueLayout.JAVA_BYTE, 4);
        int order = bytes.get(ValueLayout.JAVA_BYTE, 5);
        if (width != 1 && width != 2) {
            throw new ElfFormatException(4, "an ELF file of neither 32 nor 64 bits");
        }
        if (order == 2) {
            throw new ElfFormatException(5, "a big-endian ELF file, for another machine");
        }
        if (order != 1) {
            throw new ElfFormatException(5, "an ELF file of unknown byte order");
        }
        return width == 2;
    }

    static ElfHeader read(ElfImage image) {
        boolean wide = image.isWide();
        return new ElfHeader(
                wide,
                Type.of(image.u16(16)),
                image.u16(18),
                image.word(24),
                image.word(wide ? 32 : 28),
                image.word(wide ? 40 : 32));
    }

    /** How many segments the header counts; 0xffff: the first section's info counts them. */
    static int segmentCount(ElfImage image) {
        return image.u16(image.isWide() ? 56 : 44);
    }

    /** How many sections the header counts; 0: the first section's size counts them. */
    static int sectionCount(ElfImage image) {
        return image.u16(image.isWide() ? 60 : 48);
    }

    /** The section of section names; 0xffff: the first section links to it. */
    static int sectionNames(ElfImage image) {
        return image.u16(image.isWide() ? 62 : 50);
    }

    /** The bytes of one entry in the table of segments, as the header has it. */
    static int segmentSize(ElfImage image) {
        return image.u16(image.isWide() ? 54 : 42);
    }

    /** The bytes of one entry in the table of sections, as the header has it. */
    static int sectionSize(ElfImage image) {
        return image.u16(image.isWide() ? 58 : 46);
    }
}
