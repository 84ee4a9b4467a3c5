package dev.skep.bpf.elf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A small shared library of either width, made by hand: code at file offset 0x1000 that is loaded at 0x3000, symbols, a build
 * id, a name. Parts lie at fixed places.
 */
final class SmallElf {
    static final byte[] BUILD_ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    static final int CODE = 0x1000;
    static final int SIZE = 0x1400;

    private static final int SEGMENTS = 0x40;
    private static final int NOTE = 0x200;
    private static final int DYNAMIC = 0x240;
    private static final int DYNAMIC_STRINGS = 0x2c0;
    private static final int SYMBOLS = 0x300;
    private static final int STRINGS = 0x400;
    private static final int SECTION_NAMES = 0x480;
    private static final int SECTIONS = 0x500;

    private final ByteBuffer b = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean wide;

    private SmallElf(boolean wide) {
        this.wide = wide;
    }

    static byte[] bytes(boolean wide) {
        SmallElf elf = new SmallElf(wide);
        elf.header();
        elf.segments();
        elf.note();
        elf.dynamic();
        elf.symbols();
        elf.sections();
        return elf.b.array();
    }

    static ElfFile read(boolean wide) {
        return ElfFile.read(MemorySegment.ofArray(bytes(wide)));
    }

    private void header() {
        b.position(0);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1}).position(16);
        b.putShort((short) 3)
                .putShort((short) (wide ? ElfHeader.X86_64 : ElfHeader.I386))
                .putInt(1);
        words(0x3010, SEGMENTS, SECTIONS);
        b.putInt(0).putShort((short) (wide ? 64 : 52));
        b.putShort((short) (wide ? 56 : 32)).putShort((short) 4);
        b.putShort((short) (wide ? 64 : 40)).putShort((short) 7).putShort((short) 6);
    }

    private void segments() {
        b.position(SEGMENTS);
        segment(ElfSegment.LOAD, 4, 0, 0, CODE, CODE);
        segment(ElfSegment.LOAD, 5, CODE, 0x3000, 0x400, 0x800);
        segment(ElfSegment.NOTE, 4, NOTE, NOTE, 36, 36);
        segment(ElfSegment.DYNAMIC, 4, DYNAMIC, DYNAMIC, 0x80, 0x80);
    }

    private void segment(int type, int flags, long offset, long address, long fileSize, long memorySize) {
        b.putInt(type);
        if (wide) {
            b.putInt(flags);
        }
        words(offset, address, address, fileSize, memorySize);
        if (!wide) {
            b.putInt(flags);
        }
        words(0x1000);
    }

    private void note() {
        b.position(NOTE);
        b.putInt(4).putInt(BUILD_ID.length).putInt(3).putInt(0x554e47).put(BUILD_ID);
    }

    private void dynamic() {
        b.position(DYNAMIC);
        words(5, DYNAMIC_STRINGS, 10, 64, 14, 1, 0, 0);
        b.put(DYNAMIC_STRINGS, strings("libsmall.so.1"));
    }

    private void symbols() {
        b.put(STRINGS, strings("first", "second", "data", "elsewhere"));
        b.position(SYMBOLS);
        symbol(0, 0, 0, 0, 0);
        symbol(1, 0x3010, 0x20, 0x12, 4);
        symbol(7, 0x3040, 0, 0x0a, 4);
        symbol(14, 0x3100, 8, 0x21, 5);
        symbol(19, 0, 0, 0x12, 0);
    }

    private void symbol(int name, long value, long size, int info, int section) {
        b.putInt(name);
        if (!wide) {
            words(value, size);
        }
        b.put((byte) info).put((byte) 0).putShort((short) section);
        if (wide) {
            words(value, size);
        }
    }

    private void sections() {
        b.put(SECTION_NAMES, strings(".symtab", ".strtab", ".note", ".text", ".bss", ".shstrtab"));
        b.position(SECTIONS);
        section(0, 0, 0, 0, 0, 0, 0);
        section(1, ElfSection.SYMTAB, 0, SYMBOLS, 5L * (wide ? 24 : 16), 2, wide ? 24 : 16);
        section(9, 3, 0, STRINGS, 0x40, 0, 0);
        section(17, ElfSection.NOTE, NOTE, NOTE, 36, 0, 0);
        section(23, 1, 0x3000, CODE, 0x400, 0, 0);
        section(29, ElfSection.NOBITS, 0x3400, 0x7fff_0000, 0x400, 0, 0);
        section(34, 3, 0, SECTION_NAMES, 0x60, 0, 0);
    }

    private void section(int name, int type, long address, long offset, long size, int link, long entry) {
        b.putInt(name).putInt(type);
        words(0, address, offset, size);
        b.putInt(link).putInt(0);
        words(1, entry);
    }

    private void words(long... values) {
        for (long value : values) {
            if (wide) {
                b.putLong(value);
            } else {
                b.putInt((int) value);
            }
        }
    }

    private static byte[] strings(String... strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        for (String string : strings) {
            out.writeBytes(string.getBytes(StandardCharsets.UTF_8));
            out.write(0);
        }
        return out.toByteArray();
    }
}
