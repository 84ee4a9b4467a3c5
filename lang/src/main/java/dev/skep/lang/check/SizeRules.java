package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Type;

/** The rules of sizes: what the kernel does not store is refused here, with the place, and not at load. */
final class SizeRules {
    private SizeRules() {}

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
                Code.TOO_BIG,
                span,
                "The " + what + " of " + map.name() + " take " + size + " bytes: at most " + Limits.VALUE_BYTES
                        + " are possible",
                "cut strings: str(pointer, 64)");
    }
}
