package dev.skep.lang.lower;

/** Memory in pieces that a load or store takes: aligned, as the verifier wants it on the stack. */
final class Chunks {
    private Chunks() {}

    /** The widest piece, of 8, 4, 2 or 1 bytes, at an offset from an aligned base with so many bytes left. */
    static int width(int offset, int left) {
        int width = 8;
        while (width > left || offset % width != 0) {
            width /= 2;
        }
        return width;
    }

    /** The widest piece at two offsets at once. */
    static int width(int offset, int other, int left) {
        return Math.min(width(offset, left), width(other, left));
    }

    /** The number that a little-endian machine reads from a piece of a text; behind its end are zeros. */
    static long of(byte[] text, int at, int width) {
        long chunk = 0;
        for (int i = Math.min(width, text.length - at) - 1; i >= 0; i--) {
            chunk = chunk << 8 | text[at + i] & 0xff;
        }
        return chunk;
    }
}
