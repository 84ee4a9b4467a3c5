package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.GracePeriod;
import dev.skep.kernel.map.MapMemory;
import dev.skep.lang.script.MapInfo;
import org.jspecify.annotations.Nullable;

/** The words by which user space and programs tell each other how maps are used: see {@link MapInfo}. */
final class MapWords implements AutoCloseable {
    private final @Nullable BpfMap map;
    private @Nullable MapMemory memory;
    private @Nullable GracePeriod grace;

    /** @param map the array that holds them; null if the script needs none */
    MapWords(@Nullable BpfMap map) {
        this.map = map;
    }

    /** Where the words lie. */
    MapMemory memory() {
        if (memory == null) {
            if (map == null) {
                throw new IllegalStateException("the script has no words");
            }
            memory = MapMemory.of(map);
        }
        return memory;
    }

    /** The byte offset of a map's first word, or the one so many behind it. */
    static int offset(MapInfo info, int behind) {
        return (info.word() + behind) * Long.BYTES;
    }

    /** The word that names the generation of a turned map that programs use; 0 for others. */
    int generation(MapInfo info) {
        return info.turned() ? (int) memory().get(offset(info, 0)) : 0;
    }

    /**
     * Makes programs use the other generation of a map, and waits until none uses this one any more.
     *
     * @param second what the second generation is named
     * @return the word of the generation that is left
     */
    int turn(MapInfo info, int second) {
        int left = generation(info);
        memory().exchange(offset(info, 0), left == 0 ? second : 0);
        await();
        return left;
    }

    /** Returns when every program that runs now has ended: those that still run have seen what the words are. */
    void await() {
        if (grace == null) {
            grace = GracePeriod.open();
        }
        grace.await();
    }

    @Override
    public void close() {
        if (grace != null) {
            grace.close();
        }
        if (memory != null) {
            memory.close();
        }
    }
}
