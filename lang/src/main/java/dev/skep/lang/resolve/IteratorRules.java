package dev.skep.lang.resolve;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import java.util.List;

/** What goes with an {@code iter} probe: a walk has a beginning and an end, and nothing happens beside it. */
final class IteratorRules {
    private IteratorRules() {}

    /** @param pid the process that is traced; 0 for all */
    static void check(List<ResolvedScript.Probe> probes, int pid, Diagnostics diagnostics) {
        ResolvedScript.Probe walk = null;
        ResolvedScript.Probe other = null;
        for (ResolvedScript.Probe probe : probes) {
            if (probe.point().attach() instanceof AttachSpec.Iterator) {
                if (walk != null) {
                    diagnostics.error(
                            Code.MIXED_PROBES,
                            span(probe),
                            "Only single iter attach point is allowed.",
                            "run a script for each");
                    return;
                }
                walk = probe;
            } else if (probe.point().kind() != ProbePoint.Kind.BEGIN
                    && probe.point().kind() != ProbePoint.Kind.END) {
                other = probe;
            }
        }
        if (walk == null) {
            return;
        }
        AttachSpec.Iterator iterator = (AttachSpec.Iterator) walk.point().attach();
        if (other != null) {
            diagnostics.error(
                    Code.MIXED_PROBES,
                    span(other),
                    "'" + other.point().name() + "' can not be mixed with '"
                            + walk.point().name() + "': a walk goes through once, and nothing is traced meanwhile",
                    "only begin and end go with an iter probe");
        } else if (pid != 0 && !iterator.name().startsWith("task")) {
            diagnostics.error(
                    Code.MIXED_PROBES,
                    span(walk),
                    "-p selects the tasks of a process, and '" + walk.point().name() + "' walks no tasks",
                    "leave -p out");
        }
    }

    /** The attach point that a probe was written as; the list of them where it cannot be told from the others. */
    private static Span span(ResolvedScript.Probe probe) {
        List<Ast.AttachPoint> points = probe.source().attachPoints();
        return points.size() == 1
                ? points.getFirst().span()
                : points.getFirst().span().to(points.getLast().span());
    }
}
