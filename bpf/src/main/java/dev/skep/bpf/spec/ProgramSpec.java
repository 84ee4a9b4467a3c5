package dev.skep.bpf.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A program to be loaded: its main function first, then the functions it calls.
 *
 * @param name unique in its {@link ObjectSpec}; the kernel sees its first 15 bytes that are letters, digits, {@code _}
 *     or {@code .}
 * @param attach how it is attached; it also decides what the kernel must be told at load (expected attach type, BTF id)
 * @param flags {@code BPF_F_*} load flags
 */
public record ProgramSpec(String name, ProgramType type, AttachSpec attach, List<FunctionSpec> functions, int flags) {
    public ProgramSpec {
        if (functions.isEmpty()) {
            throw new IllegalArgumentException("program " + name + " has no function");
        }
        functions = List.copyOf(functions);
        Set<String> names = new HashSet<>();
        for (FunctionSpec function : functions) {
            if (!names.add(function.name())) {
                throw new IllegalArgumentException("program " + name + ": two functions are named " + function.name());
            }
        }
    }

    /** The function that the kernel enters. */
    public FunctionSpec main() {
        return functions.getFirst();
    }
}
