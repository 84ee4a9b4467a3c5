package dev.skep.lang.script;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A map of the script, as its user knows it, and how it lies in the kernel.
 *
 * <p>The key is a C struct of {@code keys}, each aligned by its type, padding zeroed, its size rounded up to the greatest
 * alignment; a keyed histogram has a 32-bit bucket index behind the keys (as one more key of type {@code uint32}). A map
 * without keys has one 32-bit key, always 0, in an array; a histogram without keys has the bucket index for its key.
 *
 * <p>An array's value always exists, so that of a map without keys says whether it was ever assigned: an aggregate by its
 * own parts (a counter, a touched word), any other value by a 64-bit word behind it, 0 if not ({@link #touchedOffset}).
 * What was never assigned, or was deleted since, is not printed; a program reads it as 0 or as an empty string.
 *
 * <p>An integer value is 64 bits wide, so that it is updated atomically, whatever was assigned.
 *
 * @param name with {@code @}: {@code @start}
 * @param spec the name of the kernel map in the object
 * @param keys none for a scalar map; a tuple in brackets gives its elements
 * <p>What is printed and cleared in one step must lose nothing that programs are about to add. An integer of a map without
 * keys lies in memory that user space maps too, and takes by an atomic exchange. Any other such map is <em>turned</em>: it
 * holds two generations, of which programs use the one that a word of {@link CompiledScript.SystemMaps#turns} names. User
 * space names the other, waits until no program is running that may have seen the old word, and takes the old generation
 * out at its leisure. The word is the generation's first index in an array of aggregates, its first byte in any other
 * array, or 0 or 1, which is then one more 32-bit part of the key, behind all others.
 *
 * @param value the value's type; {@link Aggregate}s lie in per-CPU maps
 * @param turn the index of the word that names the current generation; {@link #NOT_TURNED} if there is one generation
 */
public record MapInfo(String name, String spec, List<Type> keys, Type value, int turn) {
    /** There is only one generation. */
    public static final int NOT_TURNED = -1;

    public MapInfo {
        keys = List.copyOf(keys);
    }

    /** A map of one generation. */
    public MapInfo(String name, String spec, List<Type> keys, Type value) {
        this(name, spec, keys, value, NOT_TURNED);
    }

    /** Whether it holds two generations. */
    public boolean turned() {
        return turn != NOT_TURNED;
    }

    /** The byte offset of the generation in the key of a turned map with keys. */
    public int generationOffset() {
        List<Type> parts = new ArrayList<>(keys);
        if (value instanceof Aggregate.Hist || value instanceof Aggregate.Lhist) {
            parts.add(Type.Int.UINT32);
        }
        parts.add(Type.Int.UINT32);
        return new Type.Tuple(parts).offset(parts.size() - 1);
    }

    /** Whether it has no keys. */
    public boolean scalar() {
        return keys.isEmpty();
    }

    /** The byte offset of the word that tells whether a scalar that is no aggregate was assigned. */
    public int touchedOffset() {
        return Type.align(value.size(), 8);
    }

    /** Whether the values exist once per CPU and are to be merged. */
    public boolean perCpu() {
        return value instanceof Aggregate;
    }
}
