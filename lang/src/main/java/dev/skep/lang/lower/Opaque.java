package dev.skep.lang.lower;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;

/**
 * Values that the kernel's verifier shall not know, though we do: what a loop changes.
 *
 * <p>From 6.7 on the verifier goes through a callback until nothing new comes of it. A number that it knows, and compared
 * with something, is new in every round. Before, it went through a callback once, and took what it knew then for what is
 * so after any number of rounds, none included: it cut off branches that are taken. And where a loop is walked round by
 * round, every choice in it that changes a known number doubles what has to be walked.
 */
final class Opaque {
    /** {@code MAX_BPF_STACK}: bigger memory lies in a map, and the verifier does not follow what is in there. */
    private static final int MAX_STACK = 512;

    private final IrBuilder ir;
    private final Reg zero;

    private Opaque(IrBuilder ir, Reg zero) {
        this.ir = ir;
        this.zero = zero;
    }

    /** Makes values opaque here, and where this comes first on every way. */
    static Opaque here(IrBuilder ir) {
        Slot slot = ir.newSlot(8, "a zero that is not known");
        Reg address = ir.slotAddress(slot);
        ir.store(Width.DOUBLE, address, 0, Operand.of(0));
        // What an atomic operation leaves behind is unknown to the verifier; what it finds is not.
        ir.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, address, 0, Operand.of(0));
        return new Opaque(ir, ir.load(Width.DOUBLE, false, address, 0));
    }

    /** The same number. */
    Reg number(Operand value) {
        return ir.binary(BinaryOp.ADD, value, zero);
    }

    /** The same bytes at an address, all of which are written. */
    static void memory(Reg address, int size, IrBuilder ir) {
        if (size <= MAX_STACK) {
            // Copied onto themselves: what a helper wrote is unknown.
            ir.call(Helper.PROBE_READ_KERNEL, address, Operand.of(size), address);
        }
    }
}
