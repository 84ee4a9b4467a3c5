package dev.skep.kernel.map;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.kernel.sys.Mapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one value of an array, mapped into this process's memory (kernel 5.5): what programs and user space write, both see at
 * once, and what both change atomically is lost to neither. The map was made with {@link MapSpec#MMAPABLE}.
 */
public final class MapMemory implements AutoCloseable {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Mapping mapping;

    private MapMemory(Mapping mapping) {
        this.mapping = mapping;
    }

    /** @throws IllegalArgumentException if the map is no array of one element */
    public static MapMemory of(BpfMap map) {
        if (map.type() != MapType.ARRAY || map.maxEntries() != 1) {
            throw new IllegalArgumentException(map + " is no array of one element");
        }
        int page = Mapping.pageSize();
        int bytes = Math.ceilDiv(map.valueSize(), page) * page;
        return new MapMemory(Mapping.of(map.fd(), 0, bytes, true, "map the memory of map " + map.name()));
    }

    /** The value, from index 0, in native order. */
    public ByteBuffer value() {
        return mapping.buffer();
    }

    /** Reads the 64-bit word at an offset and puts another in its place, in one step. */
    public long exchange(int offset, long word) {
        return (long) WORD.getAndSet(mapping.buffer(), offset, word);
    }

    /** The 64-bit word at an offset, as it is now. */
    public long get(int offset) {
        return (long) WORD.getVolatile(mapping.buffer(), offset);
    }

    /** Sets bits of the word at an offset, in one step. */
    public void or(int offset, long bits) {
        WORD.getAndBitwiseOr(mapping.buffer(), offset, bits);
    }

    /** Clears the bits that are not set here, in one step. */
    public void and(int offset, long bits) {
        WORD.getAndBitwiseAnd(mapping.buffer(), offset, bits);
    }

    /** Adds to the word at an offset, in one step. */
    public void add(int offset, long amount) {
        WORD.getAndAdd(mapping.buffer(), offset, amount);
    }

    /** Puts another word in the place of one, in one step; false if another is there. */
    public boolean compareAndSet(int offset, long expected, long word) {
        return WORD.compareAndSet(mapping.buffer(), offset, expected, word);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
