package dev.skep.bpf.spec;

/**
 * The source line from which an instruction and those after it were made. It becomes BTF line info, so that the
 * kernel's verifier and {@code bpftool} name the user's own line.
 *
 * @param index the first instruction's position in its function's list
 * @param file the source's name
 * @param text the source line
 * @param line counted from 1
 * @param column counted from 1; the kernel holds 10 bits of it
 */
public record SourceLine(int index, String file, String text, int line, int column) {
    /** The same line at another position. */
    public SourceLine withIndex(int other) {
        return new SourceLine(other, file, text, line, column);
    }
}
