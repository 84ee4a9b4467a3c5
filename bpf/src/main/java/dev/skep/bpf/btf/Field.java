package dev.skep.bpf.btf;

/**
 * Where a field is in the object that a path starts from.
 *
 * @param type the field's type, qualifiers and typedefs not stripped
 * @param bitOffset from the start of the object; bit 0 is the lowest bit of byte 0
 * @param bitSize of a bit-field; 0 for a field of whole bytes
 */
public record Field(int type, int bitOffset, int bitSize) {

    /** The offset in bytes; of a bit-field, the byte that holds its lowest bit. */
    public int byteOffset() {
        return bitOffset >>> 3;
    }

    /** Whether this is a bit-field: to be loaded with the bytes around it, shifted and masked. */
    public boolean isBitField() {
        return bitSize != 0;
    }
}
