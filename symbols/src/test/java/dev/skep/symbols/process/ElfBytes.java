package dev.skep.symbols.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes an ELF file of one executable segment, and a table of functions. */
final class ElfBytes {
    /** Where the segment is in the file, and how long it is. */
    static final int OFFSET = 0x1000;

    static final int SIZE = 0x2000;
    private static final int SECTIONS = 0x40 + 56;
    private static final int SYMBOLS = OFFSET + SIZE;

    private record Function(String name, long address, long size, int binding) {}

    private final long address;
    private final List<Function> functions = new ArrayList<>();

    /** @param address where the segment is loaded, in the file's own addresses */
    ElfBytes(long address) {
        this.address = address;
    }

    /** @param offset in the segment */
    ElfBytes function(String name, int offset, int size) {
        return function(name, offset, size, 1);
    }

    ElfBytes function(String name, int offset, int size, int binding) {
        functions.add(new Function(name, address + offset, size, binding));
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes(2));
    }

    /** @param type of the table of symbols: 2 {@code .symtab}, 11 {@code .dynsym} */
    byte[] bytes(int type) {
        ByteBuffer names = ByteBuffer.allocate(1 << 16);
        names.put((byte) 0);
        int tableSize = 24 * (functions.size() + 1);
        ByteBuffer out =
                ByteBuffer.allocate(SYMBOLS + tableSize + names.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        int at = SYMBOLS + 24;
        for (Function function : functions) {
            out.putInt(at, names.position()).put(at + 4, (byte) (function.binding << 4 | 2));
            out.putShort(at + 6, (short) 1).putLong(at + 8, function.address).putLong(at + 16, function.size);
            names.put(function.name.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
            at += 24;
        }
        out.put(at, names.array(), 0, names.position());
        out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
        out.putShort(16, (short) 3).putShort(18, (short) 62).putInt(20, 1);
        out.putLong(32, 0x40).putLong(40, SECTIONS);
        out.putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 1);
        out.putShort(58, (short) 64).putShort(60, (short) 3);
        out.putInt(0x40, 1).putInt(0x44, 5).putLong(0x48, OFFSET).putLong(0x50, address);
        out.putLong(0x60, SIZE).putLong(0x68, SIZE);
        section(out, 1, type, SYMBOLS, tableSize, 2, 24);
        section(out, 2, 3, at, names.position(), 0, 0);
        return java.util.Arrays.copyOf(out.array(), at + names.position());
    }

    private static void section(ByteBuffer out, int index, int type, long offset, long size, int link, long entry) {
        int at = SECTIONS + index * 64;
        out.putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
        out.putInt(at + 40, link).putLong(at + 56, entry);
    }
}
