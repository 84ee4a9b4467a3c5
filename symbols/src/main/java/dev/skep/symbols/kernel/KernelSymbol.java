package dev.skep.symbols.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The symbol that an address belongs to.
 *
 * @param name as the kernel has it; foreign text, which may hold any character but white space
 * @param address where the symbol begins
 * @param offset bytes from there to the address that was asked for
 * @param module the module's name, {@code "bpf"} for BPF programs, or null for the kernel itself
 * @param type the letter that {@code nm} uses; see {@link #isText}
 */
public record KernelSymbol(
        String name, long address, long offset, @Nullable String module, char type) {

    /** Whether the symbol is code. Weak symbols ({@code w}) count as code, as weak objects have a letter of their own. */
    public boolean isText() {
        return type == 'T' || type == 't' || type == 'W' || type == 'w';
    }
}
