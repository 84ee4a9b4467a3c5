package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.resolve.ResolvedScript;
import dev.skep.lang.syntax.Ast;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Infers and checks the types of a script. Maps belong to the whole script and may be read further up than they are
 * assigned, so the script is walked until nothing changes any more: types only ever widen, so it ends, most often after one
 * walk. What the last walk reported is what the user sees; if it is an error, the script is walked once more for hints.
 *
 * <p>A body is checked once for all probes for which it means the same: see {@link EventView}.
 */
public final class Checker {
    private final Setting setting;
    private final Inference inference = new Inference();
    private final Map<ProbePoint, Variables> variables = new IdentityHashMap<>();

    private Checker(Setting setting) {
        this.setting = setting;
    }

    /** Checks a script. If it reports errors, the tree has gaps and is good for nothing. */
    public static Typed.Script check(ResolvedScript script, Setting setting, Diagnostics diagnostics) {
        Checker checker = new Checker(setting);
        List<Group> groups = groups(script);
        MapDeclarations declarations = new MapDeclarations(checker.inference, diagnostics);
        declarations.declare(script.maps());
        Diagnostics found;
        List<Typed.Probe> probes;
        do {
            do {
                found = new Diagnostics();
                probes = checker.walk(groups, found);
            } while (checker.inference.takeAgain());
        } while (checker.inference.takeUndecided());
        if (found.hasErrors()) {
            checker.inference.settle();
            found = new Diagnostics();
            probes = checker.walk(groups, found);
        }
        SizeRules.check(checker.inference.maps(), found);
        diagnostics.addAll(found);
        if (!found.hasErrors()) {
            declarations.check();
        }
        return new Typed.Script(probes, checker.inference.usedMaps());
    }

    /** The places of one probe of the source. */
    private record Group(Ast.Probe source, List<ProbePoint> points) {}

    /** A body as it was checked for one probe, and what it depends on. */
    private record Variant(EventView event, Body body) {}

    private static List<Group> groups(ResolvedScript script) {
        List<Group> groups = new ArrayList<>();
        Map<Ast.Probe, Group> bySource = new IdentityHashMap<>();
        for (ResolvedScript.Probe probe : script.probes()) {
            Group group = bySource.get(probe.source());
            if (group == null) {
                group = new Group(probe.source(), new ArrayList<>());
                bySource.put(probe.source(), group);
                groups.add(group);
            }
            group.points.add(probe.point());
        }
        return groups;
    }

    private List<Typed.Probe> walk(List<Group> groups, Diagnostics diagnostics) {
        List<Typed.Probe> probes = new ArrayList<>();
        for (Group group : groups) {
            int longestName = longestName(group.points);
            int longestFunction = longestFunction(group.points);
            List<Variant> variants = new ArrayList<>(1);
            for (ProbePoint point : group.points) {
                Diagnostics found = new Diagnostics();
                Body body = body(group.source, point, variants, longestName, longestFunction, found);
                probes.add(new Typed.Probe(point, body));
                diagnostics.addAll(found);
                if (found.hasErrors()) {
                    // Most likely the others would say the same, hundreds of times.
                    break;
                }
            }
        }
        return probes;
    }

    private Body body(
            Ast.Probe source,
            ProbePoint point,
            List<Variant> variants,
            int longestName,
            int longestFunction,
            Diagnostics diagnostics) {
        for (Variant variant : variants) {
            if (variant.event.sameFor(point)) {
                return variant.body;
            }
        }
        EventView event = new EventView(point, longestFunction);
        Variables scope = variables.computeIfAbsent(point, first -> new Variables());
        scope.begin();
        CheckContext context = new CheckContext(diagnostics, inference, scope, event, setting, longestName);
        Ast.Expr predicate = source.predicate();
        Typed.Expr typed = predicate == null ? null : context.expressions().condition(predicate);
        Typed.Block block = context.statements().block(source.body());
        Body body = new Body(typed, block, source.span(), event);
        variants.add(new Variant(event, body));
        return body;
    }

    private static int longestName(List<ProbePoint> points) {
        int longest = 0;
        for (ProbePoint point : points) {
            longest = Math.max(longest, point.name().getBytes(StandardCharsets.UTF_8).length);
        }
        return longest;
    }

    private static int longestFunction(List<ProbePoint> points) {
        int longest = 0;
        for (ProbePoint point : points) {
            longest = Math.max(longest, point.function().getBytes(StandardCharsets.UTF_8).length);
        }
        return longest;
    }
}
