package dev.skep.lang.evaluate;

import dev.skep.lang.value.Value;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strings in memory. */
final class Texts {
    private Texts() {}

    /** The string that starts at an index, cut to a capacity, of which its NUL takes one byte. */
    static Value.Str cut(byte[] memory, int at, int capacity) {
        int end = at;
        while (memory[end] != 0 && end - at < capacity - 1) {
            end++;
        }
        return new Value.Str(Arrays.copyOfRange(memory, at, end));
    }

    /** The string at an address; null if nothing can be read there. */
    static Value.@Nullable Str at(long address, int capacity, Surroundings surroundings) {
        Map.Entry<Long, byte[]> text = surroundings.texts().floorEntry(address);
        if (text == null || address - text.getKey() >= text.getValue().length) {
            return null;
        }
        return cut(text.getValue(), (int) (address - text.getKey()), capacity);
    }

    /** So many bytes at an address; null if they cannot be read. */
    static byte @Nullable [] bytes(long address, int size, Surroundings surroundings) {
        Map.Entry<Long, byte[]> text = surroundings.texts().floorEntry(address);
        if (text == null || address - text.getKey() + size > text.getValue().length) {
            return null;
        }
        int at = (int) (address - text.getKey());
        return Arrays.copyOfRange(text.getValue(), at, at + size);
    }
}
