package dev.skep.lang.value;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of output being put together. Output is bytes, not characters: what the traced system calls a name need not be
 * text in any encoding. Reused from line to line; for one thread.
 */
public final class TextBuffer {
    private static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private static final long BILLION = 1_000_000_000;

    private byte[] bytes = new byte[256];
    private int length;

    /** An empty buffer. */
    public TextBuffer() {}

    /** How many bytes it holds. */
    public int length() {
        return length;
    }

    /** Forgets what it holds. */
    public void clear() {
        length = 0;
    }

    /** Cuts it off after the first {@code length} bytes. */
    public void truncate(int length) {
        this.length = Math.min(this.length, length);
    }

    public TextBuffer append(byte value) {
        room(1);
        bytes[length++] = value;
        return this;
    }

    /** Appends a character below 0x80. */
    public TextBuffer append(char ascii) {
        return append((byte) ascii);
    }

    public TextBuffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** Appends the bytes from {@code from} up to {@code to}. */
    public TextBuffer append(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /**
     * Appends text as UTF-8. A lone surrogate U+DC80 to U+DCFF stands for one byte that is no UTF-8: that is how the
     * lexer keeps {@code "\xff"}.
     */
    public TextBuffer append(String text) {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                append((byte) c);
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(text.charAt(i + 1))) {
                encode(Character.toCodePoint(c, text.charAt(++i)));
            } else if (c >= 0xdc80 && c <= 0xdcff) {
                append((byte) c);
            } else {
                encode(Character.isSurrogate(c) ? '?' : c);
            }
        }
        return this;
    }

    private void encode(int point) {
        if (point < 0x80) {
            append((byte) point);
        } else if (point < 0x800) {
            append((byte) (0xc0 | (point >> 6))).append((byte) (0x80 | (point & 0x3f)));
        } else if (point < 0x10000) {
            append((byte) (0xe0 | (point >> 12))).append((byte) (0x80 | ((point >> 6) & 0x3f)));
            append((byte) (0x80 | (point & 0x3f)));
        } else {
            append((byte) (0xf0 | (point >> 18))).append((byte) (0x80 | ((point >> 12) & 0x3f)));
            append((byte) (0x80 | ((point >> 6) & 0x3f))).append((byte) (0x80 | (point & 0x3f)));
        }
    }

    /** Appends {@code count} times the same character below 0x80; nothing if {@code count} is negative. */
    public TextBuffer repeat(char ascii, int count) {
        if (count > 0) {
            room(count);
            Arrays.fill(bytes, length, length + count, (byte) ascii);
            length += count;
        }
        return this;
    }

    /** Puts {@code count} times the same character below 0x80 in at {@code at}; nothing if {@code count} is negative. */
    public void insert(int at, char ascii, int count) {
        if (count > 0) {
            room(count);
            System.arraycopy(bytes, at, bytes, at + count, length - at);
            Arrays.fill(bytes, at, at + count, (byte) ascii);
            length += count;
        }
    }

    /** Appends a signed decimal number. */
    public TextBuffer decimal(long value) {
        if (value >= 0) {
            return unsigned(value);
        }
        append('-');
        return unsigned(-value); // the smallest long is its own negative, and right when read unsigned
    }

    /** Appends an unsigned decimal number. */
    public TextBuffer unsigned(long value) {
        room(20);
        if (value >>> Integer.SIZE == 0) {
            small(value);
            return this;
        }
        // Nine digits at a time: divisions of 64 bits are slow.
        long rest = Long.divideUnsigned(value, BILLION);
        unsigned(rest);
        long last = value - rest * BILLION;
        length += 9;
        for (int at = length; at > length - 9; last = tenth(last)) {
            bytes[--at] = (byte) ('0' + last - 10 * tenth(last));
        }
        return this;
    }

    /** Appends a number below 2^32, for which there is room. */
    private void small(long value) {
        int digits = 1;
        for (long limit = 10; limit <= value; limit *= 10) {
            digits++;
        }
        length += digits;
        long rest = value;
        for (int at = length - 1; at >= length - digits; at--) {
            long tenth = tenth(rest);
            bytes[at] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
    }

    /** A tenth of a number below 2^32. Source: H. S. Warren, Hacker's Delight, 10-8. */
    private static long tenth(long value) {
        return (value * 0xcccc_cccdL) >>> 35;
    }

    /**
     * Appends an unsigned number in a base that is a power of two.
     *
     * @param shift bits of a digit: 3 for octal, 4 for hexadecimal
     */
    public TextBuffer digits(long value, int shift, boolean upper) {
        room(22);
        int digits = Math.max(1, (63 - Long.numberOfLeadingZeros(value)) / shift + 1);
        byte[] letters = upper ? UPPER : LOWER;
        int mask = (1 << shift) - 1;
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = letters[(int) rest & mask];
            rest >>>= shift;
        }
        length += digits;
        return this;
    }

    /** Appends a byte as {@code \xNN}. */
    TextBuffer escape(int value) {
        room(4);
        bytes[length] = '\\';
        bytes[length + 1] = 'x';
        bytes[length + 2] = LOWER[(value >> 4) & 15];
        bytes[length + 3] = LOWER[value & 15];
        length += 4;
        return this;
    }

    /** Appends its bytes to another buffer, escaped. */
    public void appendTo(TextBuffer out, Escaping escaping) {
        escaping.append(out, bytes, 0, length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes all bytes, in one call. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** The bytes read as UTF-8, malformed ones replaced. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
