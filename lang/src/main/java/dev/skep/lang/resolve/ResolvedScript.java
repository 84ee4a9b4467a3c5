package dev.skep.lang.resolve;

import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import java.util.List;

/** A script whose probes are known. */
public record ResolvedScript(Ast.Script script, List<Probe> probes) {
    public ResolvedScript {
        probes = List.copyOf(probes);
    }

    /** A body and one place where it runs; a probe of the script with wildcards gives many. */
    public record Probe(ProbePoint point, Ast.Probe source) {}
}
