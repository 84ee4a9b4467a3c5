package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import org.jspecify.annotations.Nullable;

/**
 * Zeroing and copying of bytes becomes stores, or loads and stores, of the widest pieces that the alignment allows. What
 * would take too many of them is done by {@code bpf_probe_read_kernel} (kernel 5.5): it copies kernel memory, which all
 * of these objects are, and it zeroes its destination when it is told to read from address 0, which always fails.
 */
final class ByteBlocks extends Expansion {
    /** 128 bytes in words of 8: about as fast as the helper, and less code than what surrounds it. */
    private static final int MAX_PIECES = 16;

    private final IrFunction function;
    private @Nullable Alignments alignments;

    ByteBlocks(IrFunction function, Expansion next) {
        super(function, next);
        this.function = function;
    }

    @Override
    boolean expand(Inst inst) {
        if (inst instanceof Inst.Zero zero) {
            zero(zero);
            return true;
        }
        if (inst instanceof Inst.CopyBytes copy) {
            copy(copy);
            return true;
        }
        return false;
    }

    private void zero(Inst.Zero inst) {
        int base = alignments().of(inst.base());
        if (pieces(inst.size(), base, inst.offset(), inst.offset()) > MAX_PIECES) {
            Reg start = address(inst.base(), inst.offset(), inst.span());
            call(Helper.PROBE_READ_KERNEL, inst.span(), start, Operand.of(inst.size()), Operand.of(0));
            return;
        }
        for (int at = 0; at < inst.size(); ) {
            Width width = width(inst.size() - at, base, inst.offset() + at, inst.offset() + at);
            add(new Inst.Store(width, inst.base(), inst.offset() + at, Operand.of(0), inst.span()));
            at += width.bytes();
        }
    }

    private void copy(Inst.CopyBytes inst) {
        int bases = Math.min(alignments().of(inst.to()), alignments().of(inst.from()));
        if (pieces(inst.size(), bases, inst.toOffset(), inst.fromOffset()) > MAX_PIECES) {
            Reg to = address(inst.to(), inst.toOffset(), inst.span());
            Reg from = address(inst.from(), inst.fromOffset(), inst.span());
            call(Helper.PROBE_READ_KERNEL, inst.span(), to, Operand.of(inst.size()), from);
            return;
        }
        for (int at = 0; at < inst.size(); ) {
            Width width = width(inst.size() - at, bases, inst.toOffset() + at, inst.fromOffset() + at);
            Reg piece = load(width, inst.from(), inst.fromOffset() + at, inst.span());
            add(new Inst.Store(width, inst.to(), inst.toOffset() + at, piece, inst.span()));
            at += width.bytes();
        }
    }

    /** Found when they are first asked for, and of the function as it was then: few functions need them. */
    private Alignments alignments() {
        if (alignments == null) {
            alignments = new Alignments(function);
        }
        return alignments;
    }

    private static int pieces(int size, int base, int offset, int other) {
        int count = 0;
        for (int at = 0; at < size && count <= MAX_PIECES; count++) {
            at += width(size - at, base, offset + at, other + at).bytes();
        }
        return count;
    }

    /** The widest piece that starts here. */
    private static Width width(int size, int base, int offset, int other) {
        int width = Integer.lowestOneBit(base | offset | other | Width.DOUBLE.bytes());
        while (width > size) {
            width >>= 1;
        }
        return Width.ofBytes(width);
    }
}
