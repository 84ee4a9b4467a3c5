package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.CastAddressSpace;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadAcquire;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.LoadPacketIndirect;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.Instruction.StoreRelease;
import dev.skep.bpf.asm.Instruction.Swap;
import dev.skep.bpf.asm.Instruction.WideKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a program's bytes, little-endian, into instructions. Whatever it accepts, {@link Encoder} writes back as the same
 * bytes: fields that an instruction does not use must be 0, as the kernel demands too. Jump targets are not looked at.
 *
 * <p>It reads what can be loaded. A program that the kernel hands out after loading ({@code xlated}) may hold
 * instructions of the kernel's own, such as a move with offset -1 for per-CPU addresses, which are refused.
 */
public final class Decoder {
    private static final WideKind[] WIDE_KINDS = WideKind.values();
    private static final AluOp[] ALU_OPS = AluOp.values();
    private static final JumpOp[] JUMP_OPS = JumpOp.values();
    private static final AtomicOp[] ATOMIC_OPS = AtomicOp.values();

    /** Slots from the buffer's position 0 on. */
    private final ByteBuffer buffer;

    /** The slot being read, and its fields. */
    private int slot;

    private int opcode;
    private int dst;
    private int src;
    private short offset;
    private int imm;

    private Decoder(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * The instructions of a program.
     *
     * @throws MalformedProgramException if the bytes are no sequence of instructions, and nothing else
     */
    public static List<Instruction> decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes));
    }

    /**
     * The instructions in the buffer's remaining bytes, which are read as little-endian whatever the buffer's order; the
     * buffer itself stays as it is.
     *
     * @throws MalformedProgramException if the bytes are no sequence of instructions, and nothing else
     */
    public static List<Instruction> decode(ByteBuffer bytes) {
        return new Decoder(bytes.slice().order(ByteOrder.LITTLE_ENDIAN)).all();
    }

    private List<Instruction> all() {
        int slots = buffer.capacity() / Long.BYTES;
        if (buffer.capacity() % Long.BYTES != 0) {
            throw new MalformedProgramException(slots, "cut short: " + buffer.capacity() % Long.BYTES + " of 8 bytes");
        }
        List<Instruction> instructions = new ArrayList<>(slots);
        for (int next = 0; next < slots; ) {
            fetch(next);
            Instruction instruction = one();
            instructions.add(instruction);
            next += instruction.slots();
        }
        return List.copyOf(instructions);
    }

    private void fetch(int index) {
        long word = buffer.getLong(index * Long.BYTES);
        slot = index;
        opcode = (int) word & 0xff;
        dst = (int) word >> 8 & 0xf;
        src = (int) word >> 12 & 0xf;
        offset = (short) (word >> 16);
        imm = (int) (word >> 32);
    }

    private Instruction one() {
        return switch (opcode & 0x07) {
            case Encoding.LD -> loadSpecial();
            case Encoding.LDX -> load();
            case Encoding.ST -> storeImmediate();
            case Encoding.STX -> storeRegister();
            case Encoding.ALU -> arithmetic(false);
            case Encoding.ALU64 -> arithmetic(true);
            default -> jump();
        };
    }

    private Instruction loadSpecial() {
        if (opcode == Encoding.LOAD_WIDE) {
            return loadWide();
        }
        int mode = opcode & 0xe0;
        if (width() == Width.DOUBLE || (mode != Encoding.ABS && mode != Encoding.IND)) {
            throw unknown();
        }
        requireDst0();
        requireOffset0();
        if (mode == Encoding.IND) {
            return new LoadPacketIndirect(width(), src(), imm);
        }
        requireSrc0();
        return new LoadPacket(width(), imm);
    }

    private Instruction loadWide() {
        requireOffset0();
        Register to = dst();
        if (src >= WIDE_KINDS.length) {
            throw malformed("a wide load of unknown kind " + src);
        }
        if ((slot + 2) * Long.BYTES > buffer.capacity()) {
            throw malformed("the second half of a wide load is missing");
        }
        int low = imm;
        WideKind kind = WIDE_KINDS[src];
        fetch(slot + 1);
        if (opcode != 0) {
            throw malformed("the second half of a wide load has opcode " + hex(opcode));
        }
        requireNoRegisters();
        requireOffset0();
        return new LoadWide(to, kind, low, imm);
    }

    private Instruction load() {
        boolean signed = (opcode & 0xe0) == Encoding.MEMSX;
        if ((opcode & 0xe0) != Encoding.MEM && (!signed || width() == Width.DOUBLE)) {
            throw unknown();
        }
        requireImm0();
        return new Load(width(), signed, dst(), src(), offset);
    }

    private Instruction storeImmediate() {
        if ((opcode & 0xe0) != Encoding.MEM) {
            throw unknown();
        }
        requireSrc0();
        return new Store(width(), dst(), offset, Operand.of(imm));
    }

    private Instruction storeRegister() {
        if ((opcode & 0xe0) == Encoding.MEM) {
            requireImm0();
            return new Store(width(), dst(), offset, src());
        }
        if ((opcode & 0xe0) != Encoding.ATOMIC) {
            throw unknown();
        }
        if (imm == Encoding.LOAD_ACQUIRE) {
            return new LoadAcquire(width(), dst(), src(), offset);
        }
        if (imm == Encoding.STORE_RELEASE) {
            return new StoreRelease(width(), dst(), offset, src());
        }
        boolean fetch = (imm & Encoding.FETCH) != 0;
        for (AtomicOp op : ATOMIC_OPS) {
            if (op.code() == (imm & ~Encoding.FETCH)
                    && (fetch || !op.alwaysFetches())
                    && width().bytes() >= Integer.BYTES) {
                return new Atomic(width(), op, fetch, dst(), offset, src());
            }
        }
        throw malformed("no atomic operation " + hex(imm) + " of " + width().bytes() + " bytes");
    }

    private Instruction arithmetic(boolean is64) {
        int code = opcode & 0xf0;
        if (code == Encoding.NEG || code == Encoding.END) {
            return unary(is64, code);
        }
        boolean register = (opcode & Encoding.REGISTER) != 0;
        if (register && code == AluOp.MOV.code() && offset != 0) {
            return specialMove(is64);
        }
        for (AluOp op : ALU_OPS) {
            if (op.code() == code && op.offset() == offset) {
                return new Alu(is64, op, dst(), operand(register));
            }
        }
        throw offset == 0 ? unknown() : malformed("opcode " + hex(opcode) + " with offset " + offset);
    }

    private Instruction unary(boolean is64, int code) {
        requireSrc0();
        requireOffset0();
        boolean big = (opcode & Encoding.REGISTER) != 0;
        if (code == Encoding.NEG) {
            requireImm0();
            if (big) {
                throw unknown();
            }
            return new Negate(is64, dst());
        }
        if (imm != 16 && imm != 32 && imm != 64) {
            throw malformed("a byte swap of " + imm + " bits");
        }
        if (is64 && big) {
            throw unknown();
        }
        return new ByteSwap(is64 ? Swap.ALWAYS : big ? Swap.BIG : Swap.LITTLE, dst(), imm);
    }

    private Instruction specialMove(boolean is64) {
        if (is64 && offset == Encoding.CAST_OFFSET) {
            return new CastAddressSpace(dst(), src(), imm);
        }
        requireImm0();
        if (offset == 8 || offset == 16 || (is64 && offset == 32)) {
            return new MoveSigned(is64, dst(), src(), offset);
        }
        throw malformed("a sign-extending move of " + offset + " bits");
    }

    private Instruction jump() {
        return switch (opcode) {
            case Encoding.JMP -> {
                requireNoRegisters();
                requireImm0();
                yield new Goto(false, offset);
            }
            case Encoding.JMP32 -> {
                requireNoRegisters();
                requireOffset0();
                yield new Goto(true, imm);
            }
            case Encoding.MAY_GOTO -> {
                requireNoRegisters();
                requireImm0();
                yield new MayGoto(offset);
            }
            case Encoding.EXIT -> {
                requireNoRegisters();
                requireOffset0();
                requireImm0();
                yield new Exit();
            }
            case Encoding.CALL -> call();
            default -> branch();
        };
    }

    private Instruction branch() {
        boolean is64 = (opcode & 0x07) == Encoding.JMP;
        for (JumpOp op : JUMP_OPS) {
            if (op.code() == (opcode & 0xf0)) {
                return new Branch(op, is64, dst(), operand((opcode & Encoding.REGISTER) != 0), offset);
            }
        }
        throw unknown();
    }

    private Instruction call() {
        requireDst0();
        if (src == Encoding.PSEUDO_KFUNC) {
            return new CallKfunc(imm, offset);
        }
        requireOffset0();
        return switch (src) {
            case 0 -> new CallHelper(imm);
            case Encoding.PSEUDO_CALL -> new CallSubprogram(imm);
            default -> throw malformed("a call of unknown kind " + src);
        };
    }

    /** The source operand; the field that does not hold it must be 0. */
    private Operand operand(boolean register) {
        if (register) {
            requireImm0();
            return src();
        }
        requireSrc0();
        return Operand.of(imm);
    }

    private Width width() {
        return Width.ofCode(opcode);
    }

    private Register dst() {
        return register(dst);
    }

    private Register src() {
        return register(src);
    }

    private Register register(int number) {
        if (number > Register.R10.number()) {
            throw malformed("no register r" + number);
        }
        return Register.of(number);
    }

    private void requireNoRegisters() {
        requireDst0();
        requireSrc0();
    }

    private void requireDst0() {
        requireZero("destination register", dst);
    }

    private void requireSrc0() {
        requireZero("source register", src);
    }

    private void requireOffset0() {
        requireZero("offset", offset);
    }

    private void requireImm0() {
        requireZero("immediate", imm);
    }

    private void requireZero(String field, int value) {
        if (value != 0) {
            throw malformed("opcode " + hex(opcode) + " does not use the " + field + ", which must be 0, not " + value);
        }
    }

    private MalformedProgramException unknown() {
        return malformed("no instruction has opcode " + hex(opcode));
    }

    private MalformedProgramException malformed(String reason) {
        return new MalformedProgramException(slot, reason);
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
