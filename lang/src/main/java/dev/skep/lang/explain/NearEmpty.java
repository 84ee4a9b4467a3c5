package dev.skep.lang.explain;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.syntax.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A script with the probes of another, which does nothing but count: how often each fires, and how often its predicate lets
 * the body run. Probes that no event makes fire are left out: {@code begin}, {@code end}, {@code self}, {@code iter}.
 */
public final class NearEmpty {
    private static final List<String> WITHOUT_EVENTS = List.of("begin", "end", "self", "iter", "it", "test", "bench");

    private final Ast.Script script;
    private final List<Ast.Probe> probes = new ArrayList<>();

    private NearEmpty(Ast.Script script) {
        this.script = script;
        for (Ast.Probe probe : script.probes()) {
            if (!WITHOUT_EVENTS.contains(provider(probe))) {
                probes.add(probe);
            }
        }
    }

    /** Reads a script, which must be without errors. */
    public static NearEmpty of(Source source) {
        return new NearEmpty(Parser.parse(source, new Diagnostics()));
    }

    private static String provider(Ast.Probe probe) {
        return probe.attachPoints().getFirst().parts().getFirst().text().toLowerCase(Locale.ROOT);
    }

    /** Each probe as the user wrote it, without its body. */
    public List<String> titles() {
        List<String> titles = new ArrayList<>(probes.size());
        for (Ast.Probe probe : probes) {
            titles.add(points(probe));
        }
        return titles;
    }

    /** The map that counts how often a probe fires. */
    public static String events(int probe) {
        return "@events_" + probe;
    }

    /** The map that counts how often a probe's body would run. */
    public static String taken(int probe) {
        return "@taken_" + probe;
    }

    /** The script. Predicates that read a map are not asked: nobody writes it. */
    public Source source() {
        StringBuilder out = new StringBuilder();
        for (Section section : script.sections()) {
            if (!(section instanceof Ast.Probe)) {
                out.append(section.span().text()).append('\n');
            }
        }
        for (int i = 0; i < probes.size(); i++) {
            Ast.Probe probe = probes.get(i);
            Ast.Expr predicate = probe.predicate();
            out.append(points(probe)).append(" { ").append(events(i)).append(" = count(); ");
            if (predicate != null && predicate.span().text().indexOf('@') < 0) {
                out.append("if (").append(predicate.span().text()).append(") { ");
                out.append(taken(i)).append(" = count(); } ");
            }
            out.append("}\n");
        }
        return new Source("rates", out.toString());
    }

    private static String points(Ast.Probe probe) {
        Span first = probe.attachPoints().getFirst().span();
        Span last = probe.attachPoints().getLast().span();
        return first.source().text().substring(first.start(), last.end());
    }
}
