package dev.skep.bpf.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of an ELF file: numbers and strings at places that are checked. */
final class ElfImage {
    /** Bytes; all but the rarest names of templates are shorter. It bounds what one hostile name can take. */
    static final int MAX_NAME = 4096;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final long size;
    private final boolean wide;

    /** @param wide whether it is a 64-bit file */
    ElfImage(MemorySegment bytes, boolean wide) {
        this.bytes = bytes;
        this.size = bytes.byteSize();
        this.wide = wide;
    }

    long size() {
        return size;
    }

    boolean isWide() {
        return wide;
    }

    int u8(long at) {
        check(at, 1);
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    int u16(long at) {
        check(at, 2);
        return bytes.get(U16, at) & 0xffff;
    }

    long u32(long at) {
        check(at, 4);
        return bytes.get(U32, at) & 0xffff_ffffL;
    }

    long u64(long at) {
        check(at, 8);
        return bytes.get(U64, at);
    }

    /** A number of the file's own width. */
    long word(long at) {
        return wide ? u64(at) : u32(at);
    }

    /** Whether a range lies within the file. */
    boolean contains(long at, long length) {
        return at >= 0 && length >= 0 && at <= size - length;
    }

    /**
     * A part of the file.
     *
     * @param what for the message
     */
    MemorySegment slice(long at, long length, String what) {
        if (!contains(at, length)) {
            throw new ElfFormatException(
                    at, what + " of " + Long.toUnsignedString(length) + " bytes lies beyond the file's end");
        }
        return bytes.asSlice(at, length);
    }

    /**
     * The string at a place, which ends with a NUL before {@code end}; empty if it is longer than {@link #MAX_NAME} or has no
     * end.
     */
    String string(long at, long end) {
        long limit = Math.min(Math.min(end, size), at + MAX_NAME);
        if (at < 0 || at >= limit) {
            return "";
        }
        long to = at;
        while (to < limit && bytes.get(ValueLayout.JAVA_BYTE, to) != 0) {
            to++;
        }
        if (to == limit) {
            return "";
        }
        byte[] name = new byte[(int) (to - at)];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, name, 0, name.length);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Whether the string at a place has these bytes, none of which is NUL. */
    boolean stringEquals(long at, long end, byte[] expected) {
        if (at < 0 || expected.length >= Math.min(end, size) - at) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at + i) != expected[i]) {
                return false;
            }
        }
        return bytes.get(ValueLayout.JAVA_BYTE, at + expected.length) == 0;
    }

    private void check(long at, int length) {
        if (!contains(at, length)) {
            throw new ElfFormatException(at, "the file ends where " + length + " more bytes are needed");
        }
    }
}
