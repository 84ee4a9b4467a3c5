package dev.skep.lang.optimise;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.SlotPointers;
import dev.skep.lang.ir.Uses;
import java.util.BitSet;

/** Which slots anything may read, anywhere in the function, and which registers anything uses. */
final class SlotReads {
    private final SlotPointers pointers;
    private final BitSet read = new BitSet();
    private final BitSet used = new BitSet();

    SlotReads(Cfg cfg, SlotPointers pointers) {
        this.pointers = pointers;
        Uses uses = new Uses() {
            @Override
            protected void use(Operand operand) {
                if (operand instanceof Reg register) {
                    used.set(register.id());
                }
            }
        };
        Uses reads = new Uses() {
            @Override
            protected void use(Operand operand) {
                read(operand);
            }
        };
        for (Block block : cfg.reversePostorder()) {
            for (Inst inst : block.instructions()) {
                uses.visit(inst);
                if (inst instanceof Inst.CopyBytes copy) {
                    read(copy.from());
                } else if (inst instanceof Inst.Call call && writesOnly(call)) {
                    for (int i = 1; i < call.arguments().size(); i++) {
                        read(call.arguments().get(i));
                    }
                } else if (!writesOrMoves(inst)) {
                    reads.visit(inst);
                }
            }
            uses.visit(block.terminator());
        }
    }

    /** Stores, and computations of addresses; what else they may do with one makes its slot escape. */
    private static boolean writesOrMoves(Inst inst) {
        return inst instanceof Inst.Store
                || inst instanceof Inst.Zero
                || inst instanceof Inst.Copy
                || inst instanceof Inst.Binary sum && sum.op() == BinaryOp.ADD;
    }

    private void read(Operand operand) {
        Slot slot = pointers.slot(operand);
        if (slot != null) {
            read.set(slot.id());
        }
    }

    boolean contains(Slot slot) {
        return read.get(slot.id()) || pointers.isEscaped(slot);
    }

    boolean isUsed(Reg register) {
        return used.get(register.id());
    }

    /** Whether a call does nothing but write so many bytes as its second argument says to where its first points. */
    static boolean writesOnly(Inst.Call call) {
        return !Purity.isRemovable(call)
                && Purity.writesOnlyFirstArgument(call.helper())
                && call.arguments().size() >= 2
                && call.arguments().get(0) instanceof Reg
                && call.arguments().get(1) instanceof Const size
                && size.value() == (int) size.value();
    }
}
