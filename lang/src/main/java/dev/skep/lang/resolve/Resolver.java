package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.diagnostic.Severity;
import dev.skep.lang.probe.AttachPattern;
import dev.skep.lang.probe.Expansion;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.probe.ProbeProvider;
import dev.skep.lang.probe.ProbeProviders;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/** Finds the places where the probes of a script run, and puts in the values of positional parameters. */
public final class Resolver {
    private final Target target;
    private final ResolveOptions options;
    private final Diagnostics diagnostics;
    private final ProbeProviders providers = new ProbeProviders();
    private final PositionalParameters parameters;
    private final List<ResolvedScript.Probe> resolved = new ArrayList<>();
    /** How many probes there are that the limit counts. */
    private int events;
    /** Whether a probe was let pass that does not exist. */
    private boolean missing;

    private Resolver(Target target, ResolveOptions options, Diagnostics diagnostics) {
        this.target = target;
        this.options = options;
        this.diagnostics = diagnostics;
        this.parameters = new PositionalParameters(options.parameters(), diagnostics);
    }

    /**
     * Resolves a script: its probes in the order in which they are written, those of a wildcard sorted. What is wrong is
     * reported; the result then lacks it.
     */
    public static ResolvedScript resolve(
            Ast.Script script, Target target, ResolveOptions options, Diagnostics diagnostics) {
        Resolver resolver = new Resolver(target, options, diagnostics);
        UnsupportedSections.report(script, diagnostics);
        boolean parameterized = PositionalParameters.isMentioned(script);
        for (Ast.Probe probe : script.probes()) {
            Ast.Probe replaced = parameterized ? resolver.parameters.replace(probe) : probe;
            for (Ast.AttachPoint point : replaced.attachPoints()) {
                resolver.expand(point, replaced);
            }
        }
        if (resolver.missing && resolver.resolved.isEmpty() && !diagnostics.hasErrors()) {
            diagnostics.error(Code.NO_SUCH_PROBE, script.span(), "No probes to attach: none of the script's can be");
        }
        if (!diagnostics.hasErrors()) {
            IteratorRules.check(resolver.resolved, options.pid(), diagnostics);
        }
        return new ResolvedScript(script, resolver.resolved, resolver.maps(script, parameterized));
    }

    private List<Section.MapDeclaration> maps(Ast.Script script, boolean parameterized) {
        List<Section.MapDeclaration> maps = new ArrayList<>();
        for (Section section : script.sections()) {
            if (section instanceof Section.MapDeclaration map) {
                maps.add(parameterized ? parameters.replace(map) : map);
            }
        }
        return maps;
    }

    private void expand(Ast.AttachPoint written, Ast.Probe source) {
        AttachPattern point = pattern(written);
        String name = point.parts().getFirst();
        ProbeProvider provider = providers.find(name);
        if (provider == null) {
            diagnostics.error(
                    Code.UNKNOWN_PROVIDER,
                    written.parts().getFirst().span(),
                    "Invalid probe type: " + name,
                    providers.hints(name));
            return;
        }
        Diagnostics wrong = new Diagnostics();
        Expansion expansion = new Expansion(target, options.pid() != 0 ? options.pid() : options.child(), wrong);
        provider.expand(point, expansion);
        report(wrong);
        int before = events;
        for (ProbePoint found : expansion.points()) {
            resolved.add(new ResolvedScript.Probe(found, source));
            if (found.kind() == ProbePoint.Kind.EVENT) {
                events++;
            }
        }
        if (before <= options.maxProbes() && events > options.maxProbes()) {
            diagnostics.error(
                    Code.TOO_MANY_PROBES,
                    point.span(),
                    "Can't attach to " + events + " probes because it exceeds the current limit of "
                            + options.maxProbes() + " probes.",
                    "narrow the wildcards, or raise the limit: max_probes (BPFTRACE_MAX_PROBES in the environment)");
        }
    }

    /** Passes on what is wrong with an attach point: that it cannot be attached here may be let pass. */
    private void report(Diagnostics wrong) {
        for (Diagnostic one : wrong.all()) {
            String[] hints = one.hints().toArray(new String[0]);
            if (one.severity() != Severity.ERROR) {
                diagnostics.warning(one.code(), one.span(), one.message(), hints);
            } else if (one.code() != Code.NO_SUCH_PROBE && one.code() != Code.UNSUPPORTED_PROBE
                    || options.missing() == ResolveOptions.Missing.ERROR) {
                diagnostics.error(one.code(), one.span(), one.message(), hints);
            } else {
                missing = true;
                if (options.missing() == ResolveOptions.Missing.WARN) {
                    diagnostics.warning(one.code(), one.span(), one.message(), hints);
                }
            }
        }
    }

    /** The attach point without the quotes in which its parts may stand. */
    private static AttachPattern pattern(Ast.AttachPoint point) {
        List<String> parts = new ArrayList<>(point.parts().size());
        for (Ast.AttachPoint.Part part : point.parts()) {
            parts.add(part.text().replace("\"", ""));
        }
        return new AttachPattern(parts, point.span());
    }
}
