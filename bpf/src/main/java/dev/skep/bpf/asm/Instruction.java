package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Operand.Immediate;
import java.util.Objects;

/**
 * One BPF instruction. A program is a list of them; {@link LoadWide} takes two 8-byte slots, all others one. Jump
 * offsets count slots from the slot after the jump, as the kernel does.
 *
 * <p>Records are immutable and checked: a value that the encoding cannot hold is refused when the record is made.
 */
public sealed interface Instruction {

    /** The instruction's first 8 bytes, as a little-endian number (opcode in the lowest byte). */
    long encoded();

    /** How many 8-byte slots the instruction takes: 1, or 2 for {@link LoadWide}. */
    default int slots() {
        return 1;
    }

    /**
     * {@code dst = dst OP src}, or {@code dst = src} for {@link AluOp#MOV}.
     *
     * @param is64 true for the 64-bit class, false for 32 bits (which zeroes the upper half)
     */
    record Alu(boolean is64, AluOp op, Register dst, Operand src) implements Instruction {
        public Alu {
            Objects.requireNonNull(op, "op");
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(src, "src");
        }

        @Override
        public long encoded() {
            return Encoding.operand(op.code() | (is64 ? Encoding.ALU64 : Encoding.ALU), dst, src, op.offset());
        }
    }

    /** {@code dst = -dst}. */
    record Negate(boolean is64, Register dst) implements Instruction {
        public Negate {
            Objects.requireNonNull(dst, "dst");
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.NEG | (is64 ? Encoding.ALU64 : Encoding.ALU), dst.number(), 0, 0, 0);
        }
    }

    /** {@code dst = (s8|s16|s32)src} (ISA v4, kernel 6.6). Bits: 8, 16, and with {@code is64} also 32. */
    record MoveSigned(boolean is64, Register dst, Register src, int bits) implements Instruction {
        public MoveSigned {
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(src, "src");
            if (bits != 8 && bits != 16 && !(bits == 32 && is64)) {
                throw new IllegalArgumentException("no sign-extending move of " + bits + " bits");
            }
        }

        @Override
        public long encoded() {
            int opcode = AluOp.MOV.code() | Encoding.REGISTER | (is64 ? Encoding.ALU64 : Encoding.ALU);
            return Encoding.pack(opcode, dst.number(), src.number(), bits, 0);
        }
    }

    /**
     * {@code dst = addr_space_cast(src, to, from)}: between address spaces of an arena (kernel 6.9).
     *
     * @param spaces {@code to << 16 | from}
     */
    record CastAddressSpace(Register dst, Register src, int spaces) implements Instruction {
        public CastAddressSpace {
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(src, "src");
        }

        @Override
        public long encoded() {
            int opcode = AluOp.MOV.code() | Encoding.REGISTER | Encoding.ALU64;
            return Encoding.pack(opcode, dst.number(), src.number(), Encoding.CAST_OFFSET, spaces);
        }
    }

    /** How a {@link ByteSwap} decides whether to swap. */
    enum Swap {
        /** Converts between host order and little-endian. */
        LITTLE,
        /** Converts between host order and big-endian. */
        BIG,
        /** Always swaps (ISA v4, kernel 6.6). */
        ALWAYS
    }

    /** {@code dst = le16 dst}, {@code be32 dst}, {@code bswap64 dst} and the like. Bits: 16, 32 or 64. */
    record ByteSwap(Swap swap, Register dst, int bits) implements Instruction {
        public ByteSwap {
            Objects.requireNonNull(swap, "swap");
            Objects.requireNonNull(dst, "dst");
            if (bits != 16 && bits != 32 && bits != 64) {
                throw new IllegalArgumentException("no byte swap of " + bits + " bits");
            }
        }

        @Override
        public long encoded() {
            int opcode = Encoding.END
                    | (swap == Swap.ALWAYS ? Encoding.ALU64 : Encoding.ALU)
                    | (swap == Swap.BIG ? Encoding.REGISTER : 0);
            return Encoding.pack(opcode, dst.number(), 0, 0, bits);
        }
    }

    /** {@code dst = *(uN *)(base + offset)}, or {@code sN} when signed (ISA v4, kernel 6.6; not for 8 bytes). */
    record Load(Width width, boolean signed, Register dst, Register base, int offset) implements Instruction {
        public Load {
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(base, "base");
            Encoding.checkOffset(offset);
            if (signed && width == Width.DOUBLE) {
                throw new IllegalArgumentException("no sign-extending load of 8 bytes");
            }
        }

        @Override
        public long encoded() {
            int opcode = (signed ? Encoding.MEMSX : Encoding.MEM) | width.code() | Encoding.LDX;
            return Encoding.pack(opcode, dst.number(), base.number(), offset, 0);
        }
    }

    /** {@code *(uN *)(base + offset) = src}. An immediate is sign-extended to the width. */
    record Store(Width width, Register base, int offset, Operand src) implements Instruction {
        public Store {
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(base, "base");
            Encoding.checkOffset(offset);
            Objects.requireNonNull(src, "src");
        }

        @Override
        public long encoded() {
            int mode = Encoding.MEM | width.code();
            return src instanceof Register register
                    ? Encoding.pack(mode | Encoding.STX, base.number(), register.number(), offset, 0)
                    : Encoding.pack(mode | Encoding.ST, base.number(), 0, offset, ((Immediate) src).value());
        }
    }

    /**
     * {@code lock *(uN *)(base + offset) OP= src}, of 4 or 8 bytes. With {@code fetch} the memory's old value is left in
     * {@code src}, for {@link AtomicOp#CMPXCHG} in {@code r0}. Forms other than adding without fetch need kernel 5.12.
     *
     * @param fetch always true for {@link AtomicOp#XCHG} and {@link AtomicOp#CMPXCHG}
     */
    record Atomic(Width width, AtomicOp op, boolean fetch, Register base, int offset, Register src)
            implements Instruction {
        public Atomic {
            Objects.requireNonNull(base, "base");
            Objects.requireNonNull(src, "src");
            Encoding.checkOffset(offset);
            if (width != Width.WORD && width != Width.DOUBLE) {
                throw new IllegalArgumentException("an atomic operation is of 4 or 8 bytes, not " + width.bytes());
            }
            if (op.alwaysFetches() && !fetch) {
                throw new IllegalArgumentException(op + " always fetches");
            }
        }

        @Override
        public long encoded() {
            int opcode = Encoding.ATOMIC | width.code() | Encoding.STX;
            int imm = op.code() | (fetch ? Encoding.FETCH : 0);
            return Encoding.pack(opcode, base.number(), src.number(), offset, imm);
        }
    }

    /** {@code dst = load_acquire((uN *)(base + offset))}: later accesses stay behind this load (kernel 6.15). */
    record LoadAcquire(Width width, Register dst, Register base, int offset) implements Instruction {
        public LoadAcquire {
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(base, "base");
            Encoding.checkOffset(offset);
        }

        @Override
        public long encoded() {
            int opcode = Encoding.ATOMIC | width.code() | Encoding.STX;
            return Encoding.pack(opcode, dst.number(), base.number(), offset, Encoding.LOAD_ACQUIRE);
        }
    }

    /** {@code store_release((uN *)(base + offset), src)}: earlier accesses stay before this store (kernel 6.15). */
    record StoreRelease(Width width, Register base, int offset, Register src) implements Instruction {
        public StoreRelease {
            Objects.requireNonNull(width, "width");
            Objects.requireNonNull(base, "base");
            Objects.requireNonNull(src, "src");
            Encoding.checkOffset(offset);
        }

        @Override
        public long encoded() {
            int opcode = Encoding.ATOMIC | width.code() | Encoding.STX;
            return Encoding.pack(opcode, base.number(), src.number(), offset, Encoding.STORE_RELEASE);
        }
    }

    /** {@code if dst OP src goto +offset}. */
    record Branch(JumpOp op, boolean is64, Register dst, Operand src, int offset) implements Instruction {
        public Branch {
            Objects.requireNonNull(op, "op");
            Objects.requireNonNull(dst, "dst");
            Encoding.checkOffset(offset);
            Objects.requireNonNull(src, "src");
        }

        @Override
        public long encoded() {
            return Encoding.operand(op.code() | (is64 ? Encoding.JMP : Encoding.JMP32), dst, src, offset);
        }
    }

    /** {@code goto +offset}; the long form (ISA v4, kernel 6.6) has a 32-bit offset. */
    record Goto(boolean isLong, int offset) implements Instruction {
        public Goto {
            if (!isLong) {
                Encoding.checkOffset(offset);
            }
        }

        @Override
        public long encoded() {
            return isLong
                    ? Encoding.pack(Encoding.JMP32, 0, 0, 0, offset)
                    : Encoding.pack(Encoding.JMP, 0, 0, offset, 0);
        }
    }

    /** {@code may_goto +offset}: leaves a loop once the kernel's budget for it is used up (kernel 6.9). */
    record MayGoto(int offset) implements Instruction {
        public MayGoto {
            Encoding.checkOffset(offset);
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.MAY_GOTO, 0, 0, offset, 0);
        }
    }

    /** {@code call helper}: a helper of the kernel by its stable number ({@link Helper}). */
    record CallHelper(int id) implements Instruction {
        @Override
        public long encoded() {
            return Encoding.pack(Encoding.CALL, 0, 0, 0, id);
        }
    }

    /**
     * {@code call kfunc}: a kernel function by its BTF type id (kernel 5.13).
     *
     * @param btfFdIndex 0 for vmlinux, else an index into the load request's fd array (modules)
     */
    record CallKfunc(int btfId, int btfFdIndex) implements Instruction {
        public CallKfunc {
            Encoding.checkOffset(btfFdIndex);
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.CALL, 0, Encoding.PSEUDO_KFUNC, btfFdIndex, btfId);
        }
    }

    /** {@code call pc+offset}: a function of the same program (kernel 4.16). */
    record CallSubprogram(int offset) implements Instruction {
        @Override
        public long encoded() {
            return Encoding.pack(Encoding.CALL, 0, Encoding.PSEUDO_CALL, 0, offset);
        }
    }

    /** {@code exit}: returns {@code r0}. */
    record Exit() implements Instruction {
        @Override
        public long encoded() {
            return Encoding.pack(Encoding.EXIT, 0, 0, 0, 0);
        }
    }

    /** What the two immediates of a {@link LoadWide} mean; the ordinal is the instruction's source nibble. */
    enum WideKind {
        /** A 64-bit constant. */
        CONSTANT,
        /** A map, by file descriptor. */
        MAP_FD,
        /** The address of a map's value (kernel 5.2): low is the fd, high the offset in the value. */
        MAP_VALUE,
        /** The address or value of a kernel variable, by BTF id (kernel 5.10). */
        BTF_ID,
        /** The address of a subprogram for callbacks (kernel 5.13): low is the offset from this instruction. */
        FUNCTION,
        /** A map, by its index in the load request's fd array (kernel 5.14). */
        MAP_INDEX,
        /** As {@link #MAP_VALUE}, by index in the fd array (kernel 5.14). */
        MAP_INDEX_VALUE
    }

    /** {@code dst = low | high << 32}, or a reference as {@link WideKind} says. Takes two slots. */
    record LoadWide(Register dst, WideKind kind, int low, int high) implements Instruction {
        public LoadWide {
            Objects.requireNonNull(dst, "dst");
            Objects.requireNonNull(kind, "kind");
        }

        /** A 64-bit constant. */
        public static LoadWide constant(Register dst, long value) {
            return new LoadWide(dst, WideKind.CONSTANT, (int) value, (int) (value >>> 32));
        }

        /** Both immediates as one number. */
        public long value() {
            return (low & 0xffff_ffffL) | ((long) high << 32);
        }

        @Override
        public int slots() {
            return 2;
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.LOAD_WIDE, dst.number(), kind.ordinal(), 0, low);
        }

        /** The second 8 bytes. */
        public long encodedSecond() {
            return (long) high << 32;
        }
    }

    /** {@code r0 = *(uN *)skb[offset]}: packet access of ISA v1, in network byte order (socket filters and tc). */
    record LoadPacket(Width width, int offset) implements Instruction {
        public LoadPacket {
            Encoding.checkPacketWidth(width);
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.ABS | width.code(), 0, 0, 0, offset);
        }
    }

    /** {@code r0 = *(uN *)skb[src + offset]}. */
    record LoadPacketIndirect(Width width, Register src, int offset) implements Instruction {
        public LoadPacketIndirect {
            Objects.requireNonNull(src, "src");
            Encoding.checkPacketWidth(width);
        }

        @Override
        public long encoded() {
            return Encoding.pack(Encoding.IND | width.code(), 0, src.number(), 0, offset);
        }
    }
}
