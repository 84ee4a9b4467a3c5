package dev.skep.lang.explain;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.explain.Explanation.Memory;
import dev.skep.lang.explain.Explanation.Program;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.MapInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains a compiled script. */
public final class Explainer {
    private static final String SCRATCH = "scratch memory";
    /** What the map is called that takes what a map that keeps its elements has no room for: seldom anything. */
    static final String SPARE = "spare of ";

    private final CompiledScript script;
    private final int cpus;
    private final Map<String, ProgramSpec> programs = new HashMap<>();
    /** What the object's maps are called. */
    private final Map<String, String> names = new HashMap<>();

    private Explainer(CompiledScript script, int cpus) {
        this.script = script;
        this.cpus = cpus;
        for (ProgramSpec program : script.object().programs()) {
            programs.put(program.name(), program);
        }
        for (MapSpec map : script.object().maps()) {
            names.put(map.name(), SCRATCH);
        }
        for (MapInfo info : script.maps()) {
            names.put(info.spec(), info.name());
            name(info.spare(), SPARE + info.name());
        }
        for (String stacks : script.system().stacks()) {
            names.put(stacks, "stack traces");
        }
        name(script.system().ring(), "ring buffer of events");
        name(script.system().losses(), "counters of losses");
        name(script.system().sightings(), "stacks and symbols seen");
        name(script.system().start(), "when the session began");
        name(script.system().words(), "states of maps");
    }

    private void name(@Nullable String map, String purpose) {
        if (map != null) {
            names.put(map, purpose);
        }
    }

    /**
     * Explains a script.
     *
     * @param possibleCpus how many parts a per-CPU value has
     */
    public static Explanation explain(CompiledScript script, int possibleCpus) {
        return new Explainer(script, possibleCpus).explain();
    }

    /** What is told of the program of each probe, in the script's order; it names no probe. */
    public static List<Program> programs(CompiledScript script, int possibleCpus) {
        Explainer explainer = new Explainer(script, possibleCpus);
        List<Program> programs = new ArrayList<>(script.probes().size());
        for (CompiledScript.Probe probe : script.probes()) {
            programs.add(explainer.program(probe, new Needs()));
        }
        return programs;
    }

    private Explanation explain() {
        Needs needs = new Needs();
        Map<Program, List<CompiledScript.Probe>> alike = new LinkedHashMap<>();
        for (CompiledScript.Probe probe : script.probes()) {
            alike.computeIfAbsent(program(probe, needs), _ -> new ArrayList<>()).add(probe);
        }
        List<Program> explained = new ArrayList<>(alike.size());
        alike.forEach((program, probes) -> explained.add(program.of(names(probes), programs(probes))));
        List<Memory> maps = maps();
        for (Memory map : maps) {
            needs.map(map.spec().type());
        }
        return new Explanation(explained, maps, cpus, needs.all(), needs.since());
    }

    // ---------------------------------------------------------------------------------------------------- programs

    /** What is told of a probe's program: probes of which the same is told are told together, so it names none. */
    private Program program(CompiledScript.Probe probe, Needs needs) {
        ProgramSpec program = spec(probe);
        Calls calls = new Calls(program, names);
        needs.program(program, calls);
        return new Program(
                List.of(),
                1,
                program.type(),
                Attachments.of(probe, program.attach()),
                slots(program),
                StackUse.of(program),
                calls.calls(),
                calls.mapOperations());
    }

    private static List<String> names(List<CompiledScript.Probe> probes) {
        List<String> names = new ArrayList<>(probes.size());
        for (CompiledScript.Probe probe : probes) {
            names.add(probe.point().name());
        }
        return names;
    }

    private static int programs(List<CompiledScript.Probe> probes) {
        Set<String> programs = new HashSet<>();
        for (CompiledScript.Probe probe : probes) {
            programs.add(probe.program());
        }
        return programs.size();
    }

    private ProgramSpec spec(CompiledScript.Probe probe) {
        ProgramSpec program = programs.get(probe.program());
        if (program != null) {
            return program;
        }
        throw new IllegalArgumentException("no program is named " + probe.program());
    }

    private static int slots(ProgramSpec program) {
        int slots = 0;
        for (FunctionSpec function : program.functions()) {
            for (Instruction instruction : function.instructions()) {
                slots += instruction.slots();
            }
        }
        return slots;
    }

    // -------------------------------------------------------------------------------------------------------- maps

    /** The maps, those of scratch memory of one size together. */
    private List<Memory> maps() {
        Map<List<Object>, Memory> maps = new LinkedHashMap<>();
        for (MapSpec map : script.object().maps()) {
            String name = names.getOrDefault(map.name(), map.name());
            boolean own = name.startsWith("@");
            Memory memory = new Memory(name, 1, map, MapMemory.of(map, cpus));
            maps.merge(
                    List.of(own ? map.name() : name, map.valueSize(), map.maxEntries()),
                    memory,
                    (a, b) -> new Memory(name, a.count() + 1, a.spec(), a.bytes() + b.bytes()));
        }
        return List.copyOf(maps.values());
    }
}
