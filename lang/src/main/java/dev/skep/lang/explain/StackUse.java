package dev.skep.lang.explain;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Operand.Immediate;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much of the 512 bytes of stack a program uses: of each function its frame, along the deepest chain of calls. */
final class StackUse {
    private final Map<String, FunctionSpec> functions = new HashMap<>();
    private final Map<String, Integer> chains = new HashMap<>();

    private StackUse(ProgramSpec program) {
        for (FunctionSpec function : program.functions()) {
            functions.put(function.name(), function);
        }
    }

    static int of(ProgramSpec program) {
        return new StackUse(program).chain(program.main());
    }

    private int chain(FunctionSpec function) {
        Integer known = chains.get(function.name());
        if (known != null) {
            return known;
        }
        // The verifier refuses recursion, so this frame's bytes are as good as any while they are asked for.
        chains.put(function.name(), 0);
        int deepest = 0;
        for (Relocation relocation : function.relocations()) {
            if (relocation instanceof Relocation.SubprogramReference reference) {
                FunctionSpec callee = functions.get(reference.function());
                deepest = Math.max(deepest, callee == null ? 0 : chain(callee));
            }
        }
        int all = frame(function.instructions()) + deepest;
        chains.put(function.name(), all);
        return all;
    }

    /** The lowest address below the frame pointer that is used or taken, in whole words. */
    private static int frame(List<Instruction> instructions) {
        int lowest = 0;
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            if (instruction instanceof Instruction.Load load && load.base() == Register.R10) {
                lowest = Math.min(lowest, load.offset());
            } else if (instruction instanceof Instruction.Store store && store.base() == Register.R10) {
                lowest = Math.min(lowest, store.offset());
            } else if (instruction instanceof Instruction.Atomic atomic && atomic.base() == Register.R10) {
                lowest = Math.min(lowest, atomic.offset());
            } else if (i > 0 && takesAddress(instructions.get(i - 1), instruction)) {
                lowest = Math.min(lowest, ((Immediate) ((Alu) instruction).src()).value());
            }
        }
        return (7 - lowest) / 8 * 8;
    }

    /** {@code r2 = r10; r2 += -16}. */
    private static boolean takesAddress(Instruction first, Instruction second) {
        return first instanceof Alu move
                && move.op() == AluOp.MOV
                && move.src() == Register.R10
                && second instanceof Alu add
                && add.op() == AluOp.ADD
                && add.dst() == move.dst()
                && add.src() instanceof Immediate;
    }
}
