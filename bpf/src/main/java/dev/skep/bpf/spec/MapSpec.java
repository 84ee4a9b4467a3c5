package dev.skep.bpf.spec;

/**
 * A map to be created.
 *
 * @param name unique in its {@link ObjectSpec}; the kernel sees its first 15 bytes that are letters, digits, {@code _}
 *     or {@code .}
 * @param keySize bytes; 0 for ring buffers
 * @param valueSize bytes, at most 32 KiB for per-CPU types; 0 for ring buffers
 * @param maxEntries entries; for {@link MapType#RINGBUF} the size in bytes, a power of two and a multiple of the page
 *     size
 * @param flags {@code BPF_F_*} map flags
 */
public record MapSpec(String name, MapType type, int keySize, int valueSize, int maxEntries, int flags) {
    /** {@code BPF_F_NO_PREALLOC}: hash elements are allocated when they are inserted. */
    public static final int NO_PREALLOC = 1;

    public MapSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a map needs a name");
        }
        if (keySize < 0 || valueSize < 0 || maxEntries < 0) {
            throw new IllegalArgumentException("map " + name + ": sizes are not negative");
        }
    }
}
