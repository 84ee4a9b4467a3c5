package dev.skep.bpf.spec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
 * @param contents of an array of one element: what it holds from the start, read-only; else null
 */
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        @Nullable ByteBuffer contents) {
    /** {@code BPF_F_NO_PREALLOC}: hash elements are allocated when they are inserted. */
    public static final int NO_PREALLOC = 1;

    /** {@code BPF_F_STACK_BUILD_ID}: frames are a {@code struct bpf_stack_build_id} each. */
    public static final int STACK_BUILD_ID = 1 << 5;

    /** {@code BPF_F_MMAPABLE}: user space can map an array's values into its memory (kernel 5.5). */
    public static final int MMAPABLE = 1 << 10;

    /** {@code BPF_F_RDONLY_PROG}: programs only read it (kernel 5.2). */
    public static final int READ_ONLY = 1 << 7;

    /** A map that is empty, or zeroed, at the start. */
    public MapSpec(String name, MapType type, int keySize, int valueSize, int maxEntries, int flags) {
        this(name, type, keySize, valueSize, maxEntries, flags, null);
    }

    /** A map of one element that programs only read. */
    public static MapSpec constant(String name, ByteBuffer contents) {
        return new MapSpec(name, MapType.ARRAY, 4, contents.remaining(), 1, READ_ONLY, contents.asReadOnlyBuffer());
    }

    public MapSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a map needs a name");
        }
        if (keySize < 0 || valueSize < 0 || maxEntries < 0) {
            throw new IllegalArgumentException("map " + name + ": sizes are not negative");
        }
    }
}
