package dev.skep.lang.emit;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the verifier would refuse because of its size, found before it is asked.
 *
 * <p>It goes through a program depth first: at a branch that may go either way it puts off where the jump leads to and goes
 * straight on, and only {@value #PUT_OFF} may be put off ({@code BPF_COMPLEXITY_LIMIT_JMP_SEQ}, {@code push_stack} in {@code
 * kernel/bpf/verifier.c}). So it is the branches on the first, straight way that count; those of a called function stand in
 * its place.
 */
final class VerifierLimits {
    private static final int PUT_OFF = 8192;

    private final Map<String, FunctionSpec> functions = new HashMap<>();
    private final Map<String, Integer> branches = new HashMap<>();

    private VerifierLimits(ProgramSpec program) {
        for (FunctionSpec function : program.functions()) {
            functions.put(function.name(), function);
        }
    }

    /** @throws TooBigException if the verifier would refuse the program */
    static void check(ProgramSpec program) throws TooBigException {
        int size = 0;
        for (FunctionSpec function : program.functions()) {
            size += function.instructions().size();
        }
        if (size > PUT_OFF) {
            int branches = new VerifierLimits(program).branches(program.main());
            if (branches > PUT_OFF) {
                throw new TooBigException(
                        "it has " + branches + " branches in a row, and the verifier follows " + PUT_OFF);
            }
        }
    }

    /** How many branches stand on the straight way through a function, those of the functions that it calls among them. */
    private int branches(FunctionSpec function) {
        Integer known = branches.get(function.name());
        if (known != null) {
            return known;
        }
        // The verifier refuses recursion for another reason.
        branches.put(function.name(), 0);
        Map<Integer, String> calls = new HashMap<>();
        for (Relocation relocation : function.relocations()) {
            if (relocation instanceof Relocation.SubprogramReference reference) {
                calls.put(relocation.index(), reference.function());
            }
        }
        int count = straight(function.instructions(), calls);
        branches.put(function.name(), count);
        return count;
    }

    private int straight(List<Instruction> code, Map<Integer, String> calls) {
        int[] slots = slots(code);
        BitSet seen = new BitSet(code.size());
        int count = 0;
        int at = 0;
        while (at < code.size() && !seen.get(at)) {
            seen.set(at);
            Instruction instruction = code.get(at);
            if (instruction instanceof Instruction.Exit) {
                break;
            } else if (instruction instanceof Instruction.Goto jump) {
                at = index(slots, slots[at] + 1 + jump.offset());
                continue;
            } else if (instruction instanceof Instruction.Branch) {
                count++;
            } else if (instruction instanceof Instruction.CallSubprogram) {
                FunctionSpec callee = functions.get(calls.getOrDefault(at, ""));
                count += callee == null ? 0 : branches(callee);
            }
            at++;
        }
        return count;
    }

    private static int[] slots(List<Instruction> code) {
        int[] slots = new int[code.size()];
        int slot = 0;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot;
            slot += code.get(i).slots();
        }
        return slots;
    }

    private static int index(int[] slots, int slot) {
        int found = Arrays.binarySearch(slots, slot);
        return found >= 0 ? found : slots.length;
    }
}
