package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;

/** A walk that replaces some instructions by several others. */
abstract class Expansion {
    private final IrFunction function;
    private List<Inst> out = new ArrayList<>();

    Expansion(IrFunction function) {
        this.function = function;
    }

    /** Appends what stands for the instruction and returns true, or returns false if it may stay. */
    abstract boolean expand(Inst inst);

    /** Walks over the whole function. */
    final void run() {
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                if (!expand(inst)) {
                    out.add(inst);
                }
            }
            block.instructions().clear();
            block.instructions().addAll(out);
            out.clear();
        }
    }

    final void add(Inst inst) {
        out.add(inst);
    }

    final Reg binary(BinaryOp op, Operand left, Operand right, Span span) {
        Reg dst = function.newRegister();
        out.add(new Inst.Binary(dst, op, left, right, span));
        return dst;
    }

    final Reg load(Width width, Reg base, int offset, Span span) {
        Reg dst = function.newRegister();
        out.add(new Inst.Load(dst, width, false, base, offset, span));
        return dst;
    }

    final Reg map(String map, Span span) {
        Reg dst = function.newRegister();
        out.add(new Inst.MapReference(dst, map, span));
        return dst;
    }

    /** A call whose result is not wanted. */
    final void call(Helper helper, Span span, Operand... arguments) {
        out.add(new Inst.Call(function.newRegister(), helper, List.of(arguments), span));
    }

    /** An address with a constant added, if there is anything to add. */
    final Reg address(Reg base, int offset, Span span) {
        return offset == 0 ? base : binary(BinaryOp.ADD, base, Operand.of(offset), span);
    }
}
