package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/** The rules of sizes: what the kernel does not store is refused here, with the place, and not at load. */
final class SizeRules {
    private static final int MOST_ELEMENTS = 127;
    private static final int DEEPEST = 16;

    private SizeRules() {}

    /** What is too big about a tuple, or null. */
    static @Nullable String problem(Type.Tuple tuple) {
        if (tuple.elements().size() > MOST_ELEMENTS) {
            return "A tuple has at most " + MOST_ELEMENTS + " elements, not "
                    + tuple.elements().size();
        }
        if (depth(tuple) > DEEPEST) {
            return "Tuples are nested at most " + DEEPEST + " deep";
        }
        return tuple.size() > Limits.VALUE_BYTES
                ? "The tuple takes " + tuple.size() + " bytes: at most " + Limits.VALUE_BYTES + " are possible"
                : null;
    }

    private static int depth(Type type) {
        int deepest = 0;
        if (type instanceof Type.Tuple tuple) {
            for (Type element : tuple.elements()) {
                deepest = Math.max(deepest, 1 + depth(element));
            }
        }
        return deepest;
    }

    /** Checks maps whose types are final. */
    static void check(Iterable<MapSymbol> maps, Diagnostics diagnostics) {
        for (MapSymbol map : maps) {
            Span span = map.firstUse();
            if (span == null) {
                continue;
            }
            int key = new Type.Tuple(map.keys()).size();
            if (key > Limits.VALUE_BYTES) {
                report(map, span, "keys", key, diagnostics);
            }
            if (map.value().size() > Limits.VALUE_BYTES) {
                report(map, span, "values", map.value().size(), diagnostics);
            }
        }
    }

    private static void report(MapSymbol map, Span span, String what, int size, Diagnostics diagnostics) {
        diagnostics.error(
                Code.MAP_TOO_BIG,
                span,
                "The " + what + " of " + map.name() + " take " + size + " bytes: at most " + Limits.VALUE_BYTES
                        + " are possible",
                "cut strings: str(pointer, 64)");
    }
}
