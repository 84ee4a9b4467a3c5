package dev.skep.bpf.asm;

/** How many bytes a load, store or atomic touches. */
public enum Width {
    BYTE(1, 0x10),
    HALF(2, 0x08),
    WORD(4, 0x00),
    DOUBLE(8, 0x18);

    private final int bytes;
    private final int code;

    Width(int bytes, int code) {
        this.bytes = bytes;
        this.code = code;
    }

    /** Size in bytes: 1, 2, 4 or 8. */
    public int bytes() {
        return bytes;
    }

    /** The opcode's size bits ({@code BPF_B}, {@code BPF_H}, {@code BPF_W}, {@code BPF_DW}). */
    int code() {
        return code;
    }

    /**
     * The width of a size in bytes.
     *
     * @throws IllegalArgumentException if the size is not 1, 2, 4 or 8
     */
    public static Width ofBytes(int bytes) {
        return switch (bytes) {
            case 1 -> BYTE;
            case 2 -> HALF;
            case 4 -> WORD;
            case 8 -> DOUBLE;
            default -> throw new IllegalArgumentException("no load or store of " + bytes + " bytes");
        };
    }

    /** The width of an opcode's size bits. */
    static Width ofCode(int opcode) {
        return switch (opcode & 0x18) {
            case 0x10 -> BYTE;
            case 0x08 -> HALF;
            case 0x00 -> WORD;
            default -> DOUBLE;
        };
    }
}
