package dev.skep.symbols.process;

/**
 * A piece of a process's memory that it may execute: a line of {@code /proc/PID/maps}.
 *
 * @param start its first address
 * @param end the address behind it
 * @param offset where in the file it begins, in bytes
 * @param path the file as the process sees it, {@code "[vdso]"} and the like, or empty for memory without a file; foreign
 *     text
 * @param deleted whether the file has no name any more
 */
record Mapping(long start, long end, long offset, String path, boolean deleted) {
    /** Whether a file, and no other kind of memory, is mapped. */
    boolean isFile() {
        return path.startsWith("/");
    }

    boolean holds(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }
}
