package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.GracePeriod;
import dev.skep.kernel.map.UpdateMode;
import dev.skep.lang.script.MapInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Which of the two generations of each {@linkplain MapInfo#turned turned} map programs use. */
final class Generations implements AutoCloseable {
    private final @Nullable BpfMap words;
    private final ByteBuffer key = direct(Integer.BYTES);
    private final ByteBuffer value;
    private @Nullable GracePeriod grace;

    /** @param words the map of the words that name the generations; null if no map is turned */
    Generations(@Nullable BpfMap words) {
        this.words = words;
        this.value = direct(words == null ? 0 : words.valueSize());
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The word that names the generation that programs use. */
    int current(MapInfo map) {
        return map.turned() ? (int) value.getLong(map.turn() * Long.BYTES) : 0;
    }

    /**
     * Makes programs use the other generation, and waits until none uses this one any more.
     *
     * @param second what the second generation is named
     * @return the word of the generation that is left
     */
    int turn(MapInfo map, int second) {
        BpfMap all = words;
        if (all == null) {
            throw new IllegalStateException("no map of the script is turned");
        }
        int left = current(map);
        value.putLong(map.turn() * Long.BYTES, left == 0 ? second : 0);
        all.update(key, value, UpdateMode.ANY);
        if (grace == null) {
            grace = GracePeriod.open();
        }
        grace.await();
        return left;
    }

    @Override
    public void close() {
        if (grace != null) {
            grace.close();
        }
    }
}
