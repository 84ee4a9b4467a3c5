package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
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

/** How many bytes registers are known to be multiples of: 1, 2, 4 or 8, when they hold addresses. */
final class Alignments {
    private static final byte WHOLE = 8;

    private final byte[] alignment;

    Alignments(IrFunction function) {
        alignment = new byte[function.registerCount()];
        Arrays.fill(alignment, WHOLE);
        Cfg cfg = Cfg.of(function);
        // Sinks only: block parameters start hopeful, and loops repeat until nothing sinks.
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : cfg.reversePostorder()) {
                for (Inst inst : block.instructions()) {
                    Reg dst = inst.result();
                    if (dst != null) {
                        changed |= sink(dst, of(inst));
                    }
                }
                for (int j = 0; j < block.terminator().edgeCount(); j++) {
                    Edge edge = block.terminator().edge(j);
                    for (int i = 0; i < edge.arguments().size(); i++) {
                        changed |= sink(
                                edge.target().parameters().get(i),
                                of(edge.arguments().get(i)));
                    }
                }
            }
        }
    }

    private boolean sink(Reg register, int to) {
        if (alignment[register.id()] <= to) {
            return false;
        }
        alignment[register.id()] = (byte) to;
        return true;
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
            return call.helper() == Helper.MAP_LOOKUP_ELEM || call.helper() == Helper.RINGBUF_RESERVE ? WHOLE : 1;
        }
        if (inst instanceof Inst.Binary sum && (sum.op() == BinaryOp.ADD || sum.op() == BinaryOp.SUB)) {
            return Math.min(of(sum.left()), of(sum.right()));
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
