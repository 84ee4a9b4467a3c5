package dev.skep.lang.emit;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;

/**
 * Refuses what ISA v3 brought and nothing else can say: atomic operations other than adding without asking for the value
 * before. To load, change and store would lose what happens in between.
 */
final class Atomics {
    private Atomics() {}

    static void check(IrProgram program, IsaLevel isa) throws MissingInstructionException {
        if (isa.includes(IsaLevel.V3)) {
            return;
        }
        for (IrFunction function : program.functions()) {
            for (Block block : function.blocks()) {
                for (Inst inst : block.instructions()) {
                    if (isNew(inst)) {
                        throw new MissingInstructionException(
                                inst.span(), "an atomic operation that the kernel does not have: Linux 5.12 does");
                    }
                }
            }
        }
    }

    private static boolean isNew(Inst inst) {
        return inst instanceof Inst.AtomicFetch
                || inst instanceof Inst.CompareExchange
                || inst instanceof Inst.AtomicUpdate update && update.op() != AtomicOp.ADD;
    }
}
