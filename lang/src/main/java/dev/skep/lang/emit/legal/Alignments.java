package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator.Edge;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How many bytes registers are known to be multiples of: 1, 2, 4 or 8, when they hold addresses. Addresses that come from
 * memory or from a caller are multiples of 8; but numbers come from there, too, and in a sum one of the two is a number.
 */
final class Alignments {
    private static final byte WHOLE = 8;

    private final byte[] alignment;
    /** The registers that are multiples only if they are addresses. */
    private final BitSet foreign = new BitSet();

    Alignments(IrFunction function) {
        alignment = new byte[function.registerCount()];
        Arrays.fill(alignment, WHOLE);
        for (Reg parameter : function.parameters()) {
            foreign.set(parameter.id());
        }
        Cfg cfg = Cfg.of(function);
        // Sinks only: block parameters start hopeful, and loops repeat until nothing sinks.
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : cfg.reversePostorder()) {
                for (Inst inst : block.instructions()) {
                    Reg dst = inst.result();
                    if (dst != null) {
                        changed |= sink(dst, of(inst), isForeign(inst));
                    }
                }
                for (int j = 0; j < block.terminator().edgeCount(); j++) {
                    Edge edge = block.terminator().edge(j);
                    for (int i = 0; i < edge.arguments().size(); i++) {
                        Operand argument = edge.arguments().get(i);
                        changed |= sink(edge.target().parameters().get(i), of(argument), isForeign(argument));
                    }
                }
            }
        }
    }

    private boolean sink(Reg register, int to, boolean isForeign) {
        boolean changed = false;
        if (isForeign && !foreign.get(register.id())) {
            foreign.set(register.id());
            changed = true;
        }
        if (alignment[register.id()] > to) {
            alignment[register.id()] = (byte) to;
            changed = true;
        }
        return changed;
    }

    private boolean isForeign(Operand operand) {
        return operand instanceof Reg register && foreign.get(register.id());
    }

    private boolean isForeign(Inst inst) {
        if (inst instanceof Inst.Copy copy) {
            return isForeign(copy.source());
        }
        return inst instanceof Inst.Load
                || inst instanceof Inst.Binary sum
                        && sum.op() == BinaryOp.ADD
                        && (isForeign(sum.left()) || isForeign(sum.right()));
    }

    /** What a value is known to be a multiple of. */
    int of(Operand operand) {
        if (operand instanceof Reg register) {
            return alignment[register.id()];
        }
        return of(((Const) operand).value());
    }

    private static int of(long value) {
        return 1 << Math.min(3, Long.numberOfTrailingZeros(value));
    }

    private int of(Operand operand, boolean mayBeNumber) {
        return mayBeNumber && isForeign(operand) ? 1 : of(operand);
    }

    private static int ofResult(Helper helper) {
        return helper == Helper.MAP_LOOKUP_ELEM
                        || helper == Helper.MAP_LOOKUP_PERCPU_ELEM
                        || helper == Helper.RINGBUF_RESERVE
                ? WHOLE
                : 1;
    }

    private int of(Inst inst) {
        if (inst instanceof Inst.SlotAddress || inst instanceof Inst.MapLookup || inst instanceof Inst.RingReserve) {
            return WHOLE;
        }
        if (inst instanceof Inst.MapValueAddress value) {
            return of(value.offset());
        }
        if (inst instanceof Inst.Copy copy) {
            return of(copy.source());
        }
        if (inst instanceof Inst.Call call) {
            return ofResult(call.helper());
        }
        if (inst instanceof Inst.Load load) {
            return load.width() == Width.DOUBLE ? WHOLE : 1;
        }
        if (inst instanceof Inst.Binary sum && (sum.op() == BinaryOp.ADD || sum.op() == BinaryOp.SUB)) {
            boolean numbers = sum.left() instanceof Reg && sum.right() instanceof Reg;
            return Math.min(of(sum.left(), numbers), of(sum.right(), numbers));
        }
        if (inst instanceof Inst.Binary shift
                && shift.op() == BinaryOp.SHL
                && shift.right() instanceof Const count
                && count.value() >= 0
                && count.value() < 64) {
            return count.value() > 2 ? WHOLE : 1 << count.value();
        }
        return 1;
    }
}
