package dev.skep.lang.resolve;

import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import java.util.List;

/**
 * A script whose probes are known, and whose positional parameters have their values.
 *
 * @param maps the declarations of maps
 */
public record ResolvedScript(Ast.Script script, List<Probe> probes, List<Section.MapDeclaration> maps) {
    public ResolvedScript {
        probes = List.copyOf(probes);
        maps = List.copyOf(maps);
    }

    /** A body and one place where it runs; a probe of the script with wildcards gives many. */
    public record Probe(ProbePoint point, Ast.Probe source) {}
}
