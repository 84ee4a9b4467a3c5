package dev.skep.trace;

import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.kernel.program.RunStatistics;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.explain.CostModel;
import dev.skep.lang.explain.Explainer;
import dev.skep.lang.explain.Explanation;
import dev.skep.lang.explain.NearEmpty;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a script is about to cost: its events are counted for a while by programs that do next to nothing, and what its own
 * would cost for as many is reckoned.
 */
public final class Rates {
    private final KernelTarget target;
    private final CompiledScript script;
    private final NearEmpty nearEmpty;

    private Rates(KernelTarget target, Source source, CompiledScript script) {
        this.target = target;
        this.script = script;
        this.nearEmpty = NearEmpty.of(source);
    }

    /**
     * The events of one probe of the script, all its places together.
     *
     * @param probe as the user wrote it
     * @param places how many it stands for
     * @param events a second
     * @param taken those a second for which the body would run
     * @param nanos what they cost together, in nanoseconds a second
     */
    public record Rate(String probe, int places, double events, double taken, double nanos) {}

    /**
     * Counts.
     *
     * @param source the script, which compiles
     * @param script what it compiles to
     * @param options what it was compiled with
     * @throws dev.skep.kernel.KernelException if the kernel refuses
     */
    public static List<Rate> count(
            KernelTarget target, Source source, CompiledScript script, CompileOptions options, Duration time) {
        Rates rates = new Rates(target, source, script);
        if (rates.nearEmpty.titles().isEmpty()) {
            return List.of();
        }
        return rates.count(rates.compile(options), time);
    }

    private CompiledScript compile(CompileOptions options) {
        Compilation compilation = new Compiler(target, options, StageListener.NONE).compile(nearEmpty.source());
        CompiledScript counting = compilation.script();
        if (counting == null) {
            throw new ScriptException(compilation.diagnostics());
        }
        return counting;
    }

    private List<Rate> count(CompiledScript counting, Duration time) {
        try (RunStatistics _ = RunStatistics.enable();
                Session session = Session.open(target, counting, Options.DEFAULT, new Sink() {})) {
            long start = System.nanoTime();
            while (session.poll(time.minusNanos(System.nanoTime() - start))
                    && System.nanoTime() - start < time.toNanos()) {
                // Its events are counted in the kernel.
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            // From here on the counters stand still, so that they agree with each other.
            session.end();
            return rates(counting, session, seconds);
        }
    }

    /** A probe that an event fires, with its program and what is told of it. */
    private record Place(ProgramSpec program, Explanation.Program told) {}

    private List<Place> places(CompiledScript script) {
        Map<String, ProgramSpec> programs = new HashMap<>();
        for (ProgramSpec program : script.object().programs()) {
            programs.put(program.name(), program);
        }
        List<Explanation.Program> told = Explainer.programs(script, target.possibleCpus());
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            CompiledScript.Probe probe = script.probes().get(i);
            if (probe.point().kind() == ProbePoint.Kind.EVENT) {
                places.add(new Place(Objects.requireNonNull(programs.get(probe.program())), told.get(i)));
            }
        }
        return places;
    }

    private List<Rate> rates(CompiledScript counting, Session session, double seconds) {
        List<Place> own = places(script);
        List<Place> counted = places(counting);
        List<Rate> rates = new ArrayList<>();
        for (int clause = 0; clause < nearEmpty.titles().size(); clause++) {
            int places = 0;
            double nanos = 0;
            double body = 0;
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < Math.min(counted.size(), own.size()); i++) {
                ProgramSpec counter = counted.get(i).program();
                if (!counts(counter, counting, clause)) {
                    continue;
                }
                places++;
                body = Math.max(
                        body,
                        CostModel.run(own.get(i).told())
                                - CostModel.run(counted.get(i).told()));
                if (seen.add(counter.name())) {
                    Session.Runs runs = session.runs(counter.name());
                    nanos += runs.nanos()
                            + runs.count()
                                    * CostModel.attachment(own.get(i).program().attach());
                }
            }
            double events = number(session.map(NearEmpty.events(clause)));
            double taken =
                    has(counting, NearEmpty.taken(clause)) ? number(session.map(NearEmpty.taken(clause))) : events;
            rates.add(new Rate(
                    nearEmpty.titles().get(clause),
                    places,
                    events / seconds,
                    taken / seconds,
                    (nanos + taken * Math.max(0, body)) / seconds));
        }
        return rates;
    }

    private static boolean has(CompiledScript script, String map) {
        return script.maps().stream().anyMatch(info -> info.name().equals(map));
    }

    /** Whether a program counts the events of a probe: it refers to the map. */
    private static boolean counts(ProgramSpec program, CompiledScript counting, int clause) {
        String wanted = counting.maps().stream()
                .filter(info -> info.name().equals(NearEmpty.events(clause)))
                .findFirst()
                .orElseThrow()
                .spec();
        for (FunctionSpec function : program.functions()) {
            for (Relocation relocation : function.relocations()) {
                if (relocation instanceof Relocation.MapReference map
                                && map.map().equals(wanted)
                        || relocation instanceof Relocation.MapValueReference value
                                && value.map().equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double number(MapResult map) {
        return map.entries().isEmpty() || !(map.entries().getFirst().value() instanceof AggregateValue.Count count)
                ? 0
                : count.count();
    }
}
