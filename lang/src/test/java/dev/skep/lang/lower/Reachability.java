package dev.skep.lang.lower;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.FunctionSpec;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** The verifier's first rule: a way leads to every instruction, and none leads out of the function. */
final class Reachability {
    private Reachability() {}

    static void check(FunctionSpec function) {
        List<Instruction> code = function.instructions();
        int[] slots = new int[code.size() + 1];
        for (int i = 0; i < code.size(); i++) {
            slots[i + 1] = slots[i] + code.get(i).slots();
        }
        int[] at = new int[slots[code.size()]];
        for (int i = 0; i < code.size(); i++) {
            at[slots[i]] = i;
        }
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int i = open.pop();
            if (reached.get(i)) {
                continue;
            }
            reached.set(i);
            Instruction instruction = code.get(i);
            if (instruction instanceof Instruction.Goto jump) {
                open.push(at[slots[i + 1] + jump.offset()]);
            } else if (!(instruction instanceof Instruction.Exit)) {
                open.push(i + 1);
                if (instruction instanceof Instruction.Branch branch) {
                    open.push(at[slots[i + 1] + branch.offset()]);
                }
            }
        }
        if (reached.cardinality() != code.size()) {
            throw new AssertionError("unreachable insn " + slots[reached.nextClearBit(0)]);
        }
    }
}
