package dev.skep.lang.type;

/**
 * A member of a struct or union.
 *
 * @param name empty for an anonymous struct or union inside another
 * @param bitOffset from the start of the struct that was asked; bit 0 is the lowest bit of byte 0
 * @param bitSize of a bit-field; 0 for an ordinary member
 */
public record Member(String name, Type type, int bitOffset, int bitSize) {
    /** Bytes from the start of the struct; of a bit-field, the byte that holds its lowest bit. */
    public int offset() {
        return bitOffset >>> 3;
    }

    /** Whether it is a bit-field: to be loaded with the bytes around it, shifted and masked. */
    public boolean isBitField() {
        return bitSize != 0;
    }
}
