package dev.skep.bpf.asm;

/** A two-operand arithmetic operation. {@link #SDIV} and {@link #SMOD} are signed (ISA v4, kernel 6.6). */
public enum AluOp {
    ADD(0x00, 0),
    SUB(0x10, 0),
    MUL(0x20, 0),
    /** Unsigned division; a division by zero gives 0. */
    DIV(0x30, 0),
    OR(0x40, 0),
    AND(0x50, 0),
    LSH(0x60, 0),
    /** Logical shift right. */
    RSH(0x70, 0),
    /** Unsigned remainder; by zero it leaves the destination as it is (32 bits: and zeroes the upper half). */
    MOD(0x90, 0),
    XOR(0xa0, 0),
    MOV(0xb0, 0),
    /** Arithmetic shift right. */
    ARSH(0xc0, 0),
    SDIV(0x30, 1),
    SMOD(0x90, 1);

    private final int code;
    private final int offset;

    AluOp(int code, int offset) {
        this.code = code;
        this.offset = offset;
    }

    /** Whether it divides, for a quotient or a remainder. */
    boolean divides() {
        return this == DIV || this == MOD || this == SDIV || this == SMOD;
    }

    /** The opcode's operation bits. */
    int code() {
        return code;
    }

    /** What stands in the instruction's offset field: 1 for signed division and remainder. */
    int offset() {
        return offset;
    }
}
