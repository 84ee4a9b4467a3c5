package dev.skep.trace;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.map.MapMemory;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.value.MapReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A map of the script that {@linkplain MapInfo#kept keeps} deleted elements: its deleted ones are not seen, and are removed
 * before there is no room for others. Removing happens while programs go on:
 *
 * <ol>
 *   <li>The map is closed. When all programs that may have seen it open have ended, a deleted element stays deleted.
 *   <li>The deleted elements are listed. When all programs have ended that run now, none that saw one of these undeleted is
 *       left, and so none that writes into it.
 *   <li>They are removed. When all programs have ended that may have found one, its memory may be another's.
 *   <li>The map is opened again.
 * </ol>
 */
final class KeptMap {
    /** How many keys are removed by one call. */
    private static final int AT_ONCE = 1024;

    private final MapInfo info;
    private final BpfMap kept;
    private final BpfMap spare;
    private final MapWords words;
    /** How many looks to pass over, since the last removal found next to nothing, and how many are left of them. */
    private int patience;

    private int left;

    KeptMap(MapInfo info, BpfMap kept, BpfMap spare, MapWords words) {
        this.info = info;
        this.kept = kept;
        this.spare = spare;
        this.words = words;
    }

    /** Adds all elements that are there. */
    void read(MapReader result) {
        try (MapCursor cursor = spare.entries()) {
            while (cursor.next()) {
                result.add(cursor.key(), 0, cursor.value(), 0);
            }
        }
        // Of a key that both hold the kept element counts: it comes second.
        try (MapCursor cursor = kept.entries()) {
            while (cursor.next()) {
                result.addKept(cursor.key(), 0, cursor.value(), 0);
            }
        }
    }

    /** Removes all elements. No program may be attached any more. */
    void clear() {
        words.await();
        kept.clear();
        spare.clear();
        words.memory().exchange(mode(), 0);
        words.memory().exchange(count(), 0);
    }

    /** Makes room if there is little. Called now and then. */
    void look() {
        if (left > 0) {
            left--;
            return;
        }
        MapMemory memory = words.memory();
        if (memory.get(count()) > kept.maxEntries() / 4 * 3L) {
            int removed = reclaim();
            patience = removed > kept.maxEntries() / 8 ? 0 : Math.min(2 * patience + 1, 127);
            left = patience;
        } else if (memory.get(mode()) != 0) {
            releaseSpare();
        }
    }

    /** Removes the deleted elements; how many there were. */
    int reclaim() {
        MapMemory memory = words.memory();
        memory.or(mode(), MapInfo.CLOSED | MapInfo.SPARE_USED);
        int removed = 0;
        try {
            words.await();
            ByteBuffer keys = direct(kept.maxEntries() * kept.keySize());
            int count = list(keys);
            words.await();
            for (int from = 0; from < count; from += AT_ONCE) {
                ByteBuffer some = keys.slice(from * kept.keySize(), Math.min(AT_ONCE, count - from) * kept.keySize());
                removed += kept.deleteAll(some, Math.min(AT_ONCE, count - from));
            }
            memory.add(count(), -removed);
            words.await();
        } finally {
            memory.and(mode(), ~MapInfo.CLOSED);
        }
        return removed;
    }

    private int list(ByteBuffer keys) {
        int count = 0;
        try (MapCursor cursor = kept.entries()) {
            while (cursor.next() && count < kept.maxEntries()) {
                if (cursor.value().getLong(info.touchedOffset()) == 0) {
                    keys.put(count++ * kept.keySize(), cursor.key(), 0, kept.keySize());
                }
            }
        }
        return count;
    }

    /** Lets programs pass the spare map by again, if it is empty. Who is about to put something into it says so first. */
    private void releaseSpare() {
        if (!isSpareEmpty()) {
            return;
        }
        MapMemory memory = words.memory();
        memory.exchange(mode(), MapInfo.EMPTYING);
        words.await();
        if (isSpareEmpty()) {
            memory.compareAndSet(mode(), MapInfo.EMPTYING, 0);
        } else {
            memory.or(mode(), MapInfo.SPARE_USED);
        }
    }

    private boolean isSpareEmpty() {
        try (MapCursor cursor = spare.entries()) {
            return !cursor.next();
        }
    }

    private int mode() {
        return MapWords.offset(info, 0);
    }

    private int count() {
        return MapWords.offset(info, 1);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
