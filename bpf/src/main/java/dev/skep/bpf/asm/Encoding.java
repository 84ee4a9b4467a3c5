package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Operand.Immediate;

/** The bit layout of an instruction: opcode 8, dst 4, src 4, offset 16, immediate 32. */
final class Encoding {
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int JMP32 = 0x06;
    static final int ALU64 = 0x07;
    /** Set when the source operand is a register. */
    static final int REGISTER = 0x08;

    static final int NEG = 0x80;
    static final int END = 0xd0;
    /** The offset that makes a 64-bit register move an address space cast ({@code BPF_ADDR_SPACE_CAST}). */
    static final int CAST_OFFSET = 1;

    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int MEMSX = 0x80;
    static final int ATOMIC = 0xc0;

    static final int FETCH = 0x01;
    static final int LOAD_ACQUIRE = 0x100;
    static final int STORE_RELEASE = 0x110;

    static final int LOAD_WIDE = 0x18 | LD;
    static final int CALL = 0x80 | JMP;
    static final int EXIT = 0x90 | JMP;
    static final int MAY_GOTO = 0xe0 | JMP;

    /** Source nibbles of {@link #CALL}; 0 calls a helper. */
    static final int PSEUDO_CALL = 1;

    static final int PSEUDO_KFUNC = 2;

    private Encoding() {}

    static long pack(int opcode, int dst, int src, int offset, int imm) {
        return opcode | (long) dst << 8 | (long) src << 12 | (offset & 0xffffL) << 16 | (long) imm << 32;
    }

    static long operand(int opcode, Register dst, Operand src, int offset) {
        return src instanceof Register register
                ? pack(opcode | REGISTER, dst.number(), register.number(), offset, 0)
                : pack(opcode, dst.number(), 0, offset, ((Immediate) src).value());
    }

    static void checkOffset(int offset) {
        if (offset != (short) offset) {
            throw new IllegalArgumentException("offset " + offset + " does not fit in 16 bits");
        }
    }

    static void checkPacketWidth(Width width) {
        if (width == Width.DOUBLE) {
            throw new IllegalArgumentException("packet loads are of 1, 2 or 4 bytes");
        }
    }
}
