package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.script.Limits;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import dev.skep.lang.type.Aggregate;
import java.util.List;

/**
 * The rules of {@code let @name = kind(entries)}. What aggregates lies in maps per CPU, and nothing else does; a map without
 * keys has one value, which no other displaces.
 */
final class MapDeclarations {
    private static final List<String> KINDS = List.of("hash", "lruhash", "percpuhash", "percpulruhash");

    private final Inference inference;
    private final Diagnostics diagnostics;

    MapDeclarations(Inference inference, Diagnostics diagnostics) {
        this.inference = inference;
        this.diagnostics = diagnostics;
    }

    /** Takes declarations in. */
    void declare(List<Section.MapDeclaration> declarations) {
        for (Section.MapDeclaration declaration : declarations) {
            declare(declaration);
        }
    }

    private void declare(Section.MapDeclaration written) {
        MapDeclaration.Kind kind = MapDeclaration.Kind.of(written.kind());
        if (kind == null) {
            diagnostics.error(
                    Code.BAD_MAP_DECLARATION,
                    written.kindSpan(),
                    "Invalid bpf map type: " + written.kind(),
                    Suggestions.hints(written.kind(), KINDS));
            return;
        }
        if (written.arguments().size() != 1
                || !(written.arguments().getFirst() instanceof Ast.IntegerLiteral entries)
                || entries.value() < 1
                || entries.value() > Limits.MAP_ENTRIES) {
            diagnostics.error(
                    Code.BAD_MAP_DECLARATION,
                    written.span(),
                    "A map's declaration takes one number: how many elements it has room for, 1 to "
                            + Limits.MAP_ENTRIES,
                    "write: let " + written.name() + " = " + kind.text() + "(1000);");
            return;
        }
        MapSymbol map = inference.map(written.name());
        if (map.declaration() != null) {
            diagnostics.error(Code.BAD_MAP_DECLARATION, written.nameSpan(), written.name() + " was already declared");
            return;
        }
        map.declare(new MapDeclaration(kind, (int) entries.value(), written.span()));
    }

    /** Compares declarations with how maps are used; types are final. */
    void check() {
        for (MapSymbol map : inference.maps()) {
            MapDeclaration declaration = map.declaration();
            if (declaration == null) {
                continue;
            }
            if (!map.used()) {
                diagnostics.warning(
                        Code.UNUSED_MAP,
                        declaration.span(),
                        map.name() + " is declared, but never used",
                        "remove the declaration");
                continue;
            }
            MapDeclaration.Kind kind = declaration.kind();
            boolean aggregated = map.value() instanceof Aggregate;
            if (kind.perCpu() != aggregated) {
                diagnostics.error(
                        Code.BAD_MAP_DECLARATION,
                        declaration.span(),
                        "Incompatible map types. Type from declaration: " + kind.text() + ". Type from value/key type: "
                                + (aggregated ? "percpuhash" : "hash"),
                        aggregated
                                ? "what functions like count() fill lies in a percpuhash or a percpulruhash"
                                : "only what functions like count() fill lies in per-CPU maps");
            } else if (map.scalar() && kind.evicts()) {
                diagnostics.error(
                        Code.BAD_MAP_DECLARATION,
                        declaration.span(),
                        map.name() + " is used without keys: it has one value, and is no " + kind.text(),
                        "remove the declaration");
            }
        }
    }
}
