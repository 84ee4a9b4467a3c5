package dev.skep.lang.emit.allocate;

import dev.skep.lang.emit.allocate.Place.Spilled;

/** The stack behind what slots and spilled values take: words for moves that find no free register. */
public final class SpareMemory {
    private final Spilled[] words = {new Spilled(), new Spilled()};
    private int used;

    /** @param below the bytes of stack that are taken */
    public SpareMemory(int below) {
        words[0].placeAt(-below - 8);
        words[1].placeAt(-below - 16);
    }

    /** One of the two words. */
    Spilled get(int index) {
        used = Math.max(used, index + 1);
        return words[index];
    }

    /** Bytes that were needed so far. */
    public int size() {
        return used * 8;
    }
}
