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
import org.jspecify.annotations.Nullable;

/**
 * A step that replaces some instructions by several others. Steps form a chain: what one lets through or makes goes to
 * the next, so that one walk over a function does for all of them.
 */
abstract class Expansion {
    private final IrFunction function;
    private final @Nullable Expansion next;
    private final List<Inst> out;
    private boolean rough;

    /** @param next the step behind this one; null for the last */
    Expansion(IrFunction function, @Nullable Expansion next) {
        this.function = function;
        this.next = next;
        out = next == null ? new ArrayList<>() : next.out;
    }

    /** Adds what stands for the instruction and returns true, or returns false if it may stay. */
    abstract boolean expand(Inst inst);

    /**
     * Walks over the whole function.
     *
     * @return whether something was made that simplification can better
     */
    final boolean run() {
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                accept(inst);
            }
            block.instructions().clear();
            block.instructions().addAll(out);
            out.clear();
        }
        boolean any = false;
        for (Expansion step = this; step != null; step = step.next) {
            any |= step.rough;
        }
        return any;
    }

    private void accept(Inst inst) {
        if (!expand(inst)) {
            add(inst);
        }
    }

    /** Passes an instruction on. */
    final void add(Inst inst) {
        if (next == null) {
            out.add(inst);
        } else {
            next.accept(inst);
        }
    }

    final Reg newRegister() {
        return function.newRegister();
    }

    final Reg binary(BinaryOp op, Operand left, Operand right, Span span) {
        Reg dst = function.newRegister();
        add(new Inst.Binary(dst, op, left, right, span));
        rough = true;
        return dst;
    }

    final Reg load(Width width, Reg base, int offset, Span span) {
        Reg dst = function.newRegister();
        add(new Inst.Load(dst, width, false, base, offset, span));
        return dst;
    }

    final Reg map(String map, Span span) {
        Reg dst = function.newRegister();
        add(new Inst.MapReference(dst, map, span));
        return dst;
    }

    /** A call whose result is not wanted. */
    final void call(Helper helper, Span span, Operand... arguments) {
        add(new Inst.Call(function.newRegister(), helper, List.of(arguments), span));
    }

    /** An address with a constant added, if there is anything to add. */
    final Reg address(Reg base, int offset, Span span) {
        return offset == 0 ? base : binary(BinaryOp.ADD, base, Operand.of(offset), span);
    }
}
