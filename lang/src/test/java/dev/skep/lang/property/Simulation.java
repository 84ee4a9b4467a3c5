package dev.skep.lang.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.evaluate.Evaluator;
import dev.skep.lang.evaluate.Occasion;
import dev.skep.lang.evaluate.Outcome;
import dev.skep.lang.evaluate.Reporter;
import dev.skep.lang.evaluate.Surroundings;
import dev.skep.lang.generate.Event;
import dev.skep.lang.lower.ScriptRun;
import dev.skep.lang.lower.ScriptWorld;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.value.MapResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a case with itself: every form of the compiled script, simulated, with the evaluator. */
final class Simulation {
    private Simulation() {}

    /**
     * Compares.
     *
     * @throws AssertionError if a form does otherwise
     */
    static void compare(Case made) {
        Typed.Script script = Stages.check(made);
        Outcome expected = evaluate(made, script);
        for (ScriptRun.Form form : ScriptRun.Form.values()) {
            assertThat(run(made, script, form).toString()).as("%s", form).isEqualTo(expected.toString());
        }
    }

    private static Outcome evaluate(Case made, Typed.Script script) {
        ScriptWorld world = new ScriptWorld(List.of());
        TreeMap<Long, byte[]> texts = new TreeMap<>();
        texts.put(world.somewhere, (Event.TEXT + "\0").getBytes(StandardCharsets.UTF_8));
        Surroundings surroundings =
                new Surroundings(world.pid, world.tid, world.uid, world.gid, 7, 0, world.comm, texts);
        Evaluator evaluator = new Evaluator(script, made.limits(), surroundings);
        for (Occasion occasion : made.occasions(Stages.points(script), world.somewhere, true)) {
            evaluator.run(occasion);
        }
        return evaluator.outcome();
    }

    private static Outcome run(Case made, Typed.Script script, ScriptRun.Form form) {
        ScriptRun run = new ScriptRun(Stages.lower(script, made), form, made.limits(), new OneStack());
        Reporter reporter = new Reporter(new Reporter.Maps() {
            @Override
            public MapResult read(String map) {
                return run.map(map);
            }

            @Override
            public void clear(String map) {
                run.clear(map);
            }
        });
        run.handOver(reporter);
        for (Occasion occasion : made.occasions(Stages.points(script), run.world.somewhere, true)) {
            run.world.ringFull = occasion.ringFull();
            run.run(occasion.probe(), occasion.event());
        }
        List<MapResult> maps = new ArrayList<>();
        for (MapSymbol map : script.maps()) {
            maps.add(run.map(map.name()));
        }
        Map<Loss, Long> losses = new EnumMap<>(Loss.class);
        for (Loss loss : Loss.values()) {
            if (run.lost(loss) > 0) {
                losses.put(loss, run.lost(loss));
            }
        }
        return new Outcome(reporter.reports(), maps, losses);
    }
}
