package dev.skep.lang.emit.legal;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Reg;
import java.util.BitSet;

/**
 * The registers that hold the context, or an address of a kernel struct that the verifier knows the type of. It rewrites
 * loads from these, so one load cannot serve one of them and memory of another kind ({@code "same insn cannot be used with
 * different pointers"}).
 */
final class TypedPointers {
    private final BitSet registers = new BitSet();

    TypedPointers(IrFunction function) {
        for (Reg parameter : function.parameters()) {
            registers.set(parameter.id());
        }
        for (Block block : function.blocks()) {
            for (Inst inst : block.instructions()) {
                if (inst instanceof Inst.KernelCall call) {
                    registers.set(call.dst().id());
                } else if (inst instanceof Inst.Copy copy && copy.source() instanceof Reg source) {
                    registers.set(copy.dst().id(), contains(source));
                } else if (inst instanceof Inst.Call call && call.helper() == Helper.GET_CURRENT_TASK_BTF) {
                    registers.set(call.dst().id());
                }
            }
        }
    }

    boolean contains(Reg register) {
        return registers.get(register.id());
    }
}
