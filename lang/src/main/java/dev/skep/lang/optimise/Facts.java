package dev.skep.lang.optimise;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Uses;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of registers while a function is walked in an order that meets assignments before uses. */
final class Facts {
    private static final int ALL_BITS = 64;

    private @Nullable Inst[] definitions;
    /** How many low bits can be other than 0, less {@link #ALL_BITS}: so that 0 stands for not known. */
    private byte[] bits;

    /** By register: 1 for each use, 2 for more. */
    private final byte[] uses;

    Facts(IrFunction function) {
        definitions = new Inst[function.registerCount()];
        bits = new byte[function.registerCount()];
        uses = new byte[function.registerCount()];
        UseCount count = new UseCount();
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                count.visit(inst);
            }
            count.visit(block.terminator());
        }
    }

    private final class UseCount extends Uses {
        @Override
        protected void use(Operand operand) {
            if (operand instanceof Reg register && uses[register.id()] < 2) {
                uses[register.id()]++;
            }
        }
    }

    /** Whether a register had only one use when the walk began. */
    boolean isUsedOnce(Operand operand) {
        return operand instanceof Reg register && register.id() < uses.length && uses[register.id()] == 1;
    }

    void define(Reg register, Inst inst) {
        int id = register.id();
        if (id >= definitions.length) {
            definitions = Arrays.copyOf(definitions, Math.max(id + 1, definitions.length * 2));
            bits = Arrays.copyOf(bits, definitions.length);
        }
        definitions[id] = inst;
        bits[id] = (byte) (bitsOf(inst) - ALL_BITS);
    }

    /** The instruction that assigns a register; null for parameters and constants. */
    @Nullable
    Inst definition(Operand operand) {
        return operand instanceof Reg register && register.id() < definitions.length
                ? definitions[register.id()]
                : null;
    }

    /** A number of low bits beyond which the value is 0, at most 64. */
    int bits(Operand operand) {
        if (operand instanceof Operand.Const constant) {
            return bits(constant.value());
        }
        int id = ((Reg) operand).id();
        return id < bits.length ? bits[id] + ALL_BITS : ALL_BITS;
    }

    private static int bits(long value) {
        return ALL_BITS - Long.numberOfLeadingZeros(value);
    }

    private int bitsOf(Inst inst) {
        if (inst instanceof Inst.Load load && !load.signed()) {
            return load.width().bytes() * 8;
        }
        if (inst instanceof Inst.FieldLoad load && !load.signed()) {
            return load.width().bytes() * 8;
        }
        if (inst instanceof Inst.Extend extend && !extend.signed()) {
            return Math.min(extend.bits(), bits(extend.source()));
        }
        if (inst instanceof Inst.Compare) {
            return 1;
        }
        if (inst instanceof Inst.Call call) {
            return call.helper() == Helper.GET_SMP_PROCESSOR_ID
                            || call.helper() == Helper.GET_PRANDOM_U32
                            || call.helper() == Helper.GET_NUMA_NODE_ID
                    ? 32
                    : ALL_BITS;
        }
        return inst instanceof Inst.Binary binary ? bitsOf(binary) : ALL_BITS;
    }

    private int bitsOf(Inst.Binary inst) {
        BinaryOp op = inst.op();
        int left = bits(inst.left());
        int right = bits(inst.right());
        return switch (op) {
            case AND -> Math.min(left, right);
            case OR, XOR -> Math.max(left, right);
            case UDIV -> left;
            case UMOD -> left;
            case LSHR ->
                inst.right() instanceof Operand.Const count ? Math.max(0, left - (int) (count.value() & 63)) : left;
            case SHL ->
                inst.right() instanceof Operand.Const count
                        ? Math.min(ALL_BITS, left + (int) (count.value() & 63))
                        : ALL_BITS;
            case ADD -> Math.min(ALL_BITS, Math.max(left, right) + 1);
            case MUL -> Math.min(ALL_BITS, left + right);
            case SUB, SDIV, SMOD, ASHR -> ALL_BITS;
        };
    }
}
