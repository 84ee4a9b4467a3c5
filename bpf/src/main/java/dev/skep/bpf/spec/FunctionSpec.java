package dev.skep.bpf.spec;

import dev.skep.bpf.asm.Instruction;
import java.util.List;

/**
 * One function of a program: its instructions, and beside them what is still open and where they came from.
 *
 * @param name a C identifier, unique in its program
 * @param parameters how many of {@code r1} to {@code r5} the function takes; its BTF prototype is made from it
 * @param relocations in order of index, at most one per instruction
 * @param lines in order of index; the first has index 0, or the list is empty
 */
public record FunctionSpec(
        String name,
        int parameters,
        List<Instruction> instructions,
        List<Relocation> relocations,
        List<SourceLine> lines) {
    public FunctionSpec {
        if (parameters < 0 || parameters > 5) {
            throw new IllegalArgumentException("function " + name + ": 0 to 5 parameters");
        }
        instructions = List.copyOf(instructions);
        relocations = List.copyOf(relocations);
        lines = List.copyOf(lines);
        checkRelocations(name, instructions.size(), relocations);
        checkLines(name, instructions.size(), lines);
    }

    private static void checkRelocations(String name, int size, List<Relocation> relocations) {
        int last = -1;
        for (Relocation relocation : relocations) {
            if (relocation.index() <= last || relocation.index() >= size) {
                throw new IllegalArgumentException("function " + name + " of " + size + " instructions: " + relocation
                        + " is out of range, or not after the relocation before it");
            }
            last = relocation.index();
        }
    }

    private static void checkLines(String name, int size, List<SourceLine> lines) {
        if (!lines.isEmpty() && lines.getFirst().index() != 0) {
            throw new IllegalArgumentException("function " + name + ": its first source line must have index 0");
        }
        int last = -1;
        for (SourceLine line : lines) {
            if (line.index() <= last || line.index() >= size) {
                throw new IllegalArgumentException("function " + name + " of " + size + " instructions: " + line
                        + " is out of range, or not after the line before it");
            }
            last = line.index();
        }
    }
}
