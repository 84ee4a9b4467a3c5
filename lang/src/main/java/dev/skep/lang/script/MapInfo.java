package dev.skep.lang.script;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * holds two generations, of which programs use the one that a word of {@link CompiledScript.SystemMaps#words} names. User
 * space names the other, waits until no program is running that may have seen the old word, and takes the old generation
 * out at its leisure. The word is the generation's first index in an array of aggregates, its first byte in any other
 * array, or 0 or 1, which is then one more 32-bit part of the key, behind all others.
 *
 * <p>A map of numbers from which the script deletes <em>keeps</em> its elements, since inserting and removing is what costs:
 * a 64-bit word behind the value ({@link #touchedOffset}) is 0 while the element is deleted. Programs never remove an
 * element of such a map. What finds no room in it goes to a spare map, whose elements come and go; of a key that both hold
 * the kept element counts, unless it is deleted. Two words say how the map is used: the first is 0 while nothing was put
 * into the spare map, else {@link #SPARE_USED} and its like; the second counts the elements that were inserted. While it
 * is {@link #CLOSED} programs put everything into the spare map and only delete kept elements, so that user space can
 * remove the deleted ones.
 *
 * @param value the value's type; {@link Aggregate}s lie in per-CPU maps
 * @param word the index of the word that names the current generation, or of the first of a kept map's two; {@link #NONE}
 *     for others
 * @param spare the name of the spare kernel map of a map that keeps its elements, else null
 */
public record MapInfo(
        String name,
        String spec,
        List<Type> keys,
        Type value,
        int word,
        @Nullable String spare) {
    /** No word. */
    public static final int NONE = -1;

    /** There may be elements in the spare map. */
    public static final int SPARE_USED = 1;

    /** Nothing is put into the kept map. */
    public static final int CLOSED = 2;

    /** User space looks whether the spare map is empty; if it still says so then, it was. */
    public static final int EMPTYING = 4;

    public MapInfo {
        keys = List.copyOf(keys);
    }

    /** A map of one generation. */
    public MapInfo(String name, String spec, List<Type> keys, Type value) {
        this(name, spec, keys, value, NONE, null);
    }

    /** Whether it holds two generations. */
    public boolean turned() {
        return word != NONE && spare == null;
    }

    /** Whether elements stay when they are deleted. */
    public boolean kept() {
        return spare != null;
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

    /** The byte offset of the word that tells whether a scalar that is no aggregate was assigned, or a kept element is there. */
    public int touchedOffset() {
        return Type.align(value.size(), 8);
    }

    /** Whether the values exist once per CPU and are to be merged. */
    public boolean perCpu() {
        return value instanceof Aggregate;
    }
}
