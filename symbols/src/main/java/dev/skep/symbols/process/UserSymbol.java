package dev.skep.symbols.process;

/**
 * What an address of a process belongs to. Names are foreign text, which may hold any character.
 *
 * @param name the function's name; empty if it is not known
 * @param offset bytes from the function's start to the address; 0 if it is not known
 * @param file the file that is mapped there as the process sees it, {@code "[vdso]"} and the like; empty for memory
 *     without a file
 */
public record UserSymbol(String name, long offset, String file) {
    /** Whether the function is known. */
    public boolean isNamed() {
        return !name.isEmpty();
    }
}
