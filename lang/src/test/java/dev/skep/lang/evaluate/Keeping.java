package dev.skep.lang.evaluate;

import dev.skep.lang.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much room there is in a map that keeps deleted elements: a key that once found room in it has that for good, as long as
 * nobody makes room, and what finds none goes to a spare map.
 */
final class Keeping {
    private static final int KEPT_PER_KEY = 2;

    private final int keys;
    private final Set<List<Value>> kept = new HashSet<>();
    private final Set<List<Value>> spare = new HashSet<>();

    /** @param keys that a map holds */
    Keeping(int keys) {
        this.keys = keys;
    }

    /** Whether there is room for a key, which is there now. */
    boolean put(List<Value> key) {
        if (kept.contains(key) || kept.size() < KEPT_PER_KEY * keys) {
            kept.add(key);
            spare.remove(key);
            return true;
        }
        if (!spare.contains(key) && spare.size() >= keys) {
            return false;
        }
        spare.add(key);
        return true;
    }

    void remove(List<Value> key) {
        spare.remove(key);
    }

    void clear() {
        kept.clear();
        spare.clear();
    }
}
