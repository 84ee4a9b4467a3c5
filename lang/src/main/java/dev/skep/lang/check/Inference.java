package dev.skep.lang.check;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the script's maps while its types are inferred. The whole script is walked again until a walk changes
 * no type that it has read before: a map may be read further up than it is assigned.
 */
final class Inference {
    private final Map<String, MapSymbol> maps = new TreeMap<>();
    private boolean again;
    private boolean settled;
    private final Set<MapSymbol> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The map of a name, known from here on. */
    MapSymbol map(String name) {
        return maps.computeIfAbsent(name, MapSymbol::new);
    }

    /** All maps, in order of name. */
    List<MapSymbol> maps() {
        return List.copyOf(maps.values());
    }

    /** A type changed that was read before: what was made of it is void. */
    void again() {
        again = true;
    }

    /** All types are final: the walk that begins now reports to the user. */
    void settle() {
        settled = true;
        reported.clear();
    }

    /** Whether all types are final; before, it is not worth the while to look for hints. */
    boolean settled() {
        return settled;
    }

    /**
     * Whether an error is the first for a map that nothing is known of in this walk: one shows what is wrong with all its
     * uses. An assignment of what an error was reported for counts as one.
     */
    boolean reportOnce(MapSymbol map) {
        return reported.add(map);
    }

    /** Whether the walk that ends now was void; the next one begins. */
    boolean takeAgain() {
        boolean was = again;
        again = false;
        reported.clear();
        return was;
    }
}
