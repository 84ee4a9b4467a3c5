package dev.skep.lang.evaluate;

import dev.skep.lang.check.Typed;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Limits;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs a typed script: probe after probe, each one's events as soon as it has ended. */
public final class Evaluator {
    /** Stands for every stack trace: which one it is depends on how the program is compiled. */
    public static final Value.Stack STACK =
            new Value.Stack(new Type.Stack(false, StackMode.BPFTRACE, 127), 0, List.of());

    private final Typed.Script script;
    private final Limits limits;
    private final Surroundings surroundings;
    private final Tables tables;
    private final Reporter reporter;
    private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);

    public Evaluator(Typed.Script script, Limits limits, Surroundings surroundings) {
        this.script = script;
        this.limits = limits;
        this.surroundings = surroundings;
        tables = new Tables(script, limits);
        reporter = new Reporter(tables);
    }

    /** Runs one probe. */
    public void run(Occasion occasion) {
        Typed.Probe probe = script.probes().get(occasion.probe());
        Run run = new Run(this, probe.point(), occasion);
        run.statements().body(probe.body());
        run.handleEvents();
    }

    /** What came of all runs. */
    public Outcome outcome() {
        return new Outcome(reporter.reports(), tables.results(), losses);
    }

    Limits limits() {
        return limits;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Tables tables() {
        return tables;
    }

    Reporter reporter() {
        return reporter;
    }

    Map<Loss, Long> losses() {
        return losses;
    }
}
