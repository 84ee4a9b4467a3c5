package dev.skep.lang.evaluate;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a script finds around it: who runs, and the strings that lie in memory. Clocks, random numbers and the CPU are not here:
 * scripts that are compared use them only where it does not matter what they are.
 *
 * @param texts strings in the traced process by their addresses, each with its NUL
 */
public record Surroundings(
        long pid, long tid, long uid, long gid, long cgroup, long node, String comm, NavigableMap<Long, byte[]> texts) {
    public Surroundings {
        texts = new TreeMap<>(texts);
    }
}
