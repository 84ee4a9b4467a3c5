package dev.skep.lang.explain;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.explain.Explanation.Memory;
import dev.skep.lang.explain.Explanation.Program;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.MapInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains a compiled script. */
public final class Explainer {
    private static final String SCRATCH = "scratch memory";

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
        }
        for (String stacks : script.system().stacks()) {
            names.put(stacks, "stack traces");
        }
        name(script.system().ring(), "ring buffer of events");
        name(script.system().losses(), "counters of losses");
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

    private Explanation explain() {
        Needs needs = new Needs();
        List<Program> explained = new ArrayList<>();
        for (List<CompiledScript.Probe> alike : groups().values()) {
            explained.add(program(alike, needs));
        }
        List<Memory> maps = maps();
        for (Memory map : maps) {
            needs.map(map.spec().type());
        }
        return new Explanation(explained, maps, cpus, needs.all(), needs.since());
    }

    // ---------------------------------------------------------------------------------------------------- programs

    /** Probes whose programs do the same, by what they do. */
    private Map<List<Object>, List<CompiledScript.Probe>> groups() {
        Map<List<Object>, List<CompiledScript.Probe>> groups = new LinkedHashMap<>();
        for (CompiledScript.Probe probe : script.probes()) {
            groups.computeIfAbsent(doing(spec(probe), probe.point()), _ -> new ArrayList<>())
                    .add(probe);
        }
        return groups;
    }

    /** All of a program that its event does not decide; scratch memory is each program's own, and alike. */
    private List<Object> doing(ProgramSpec program, ProbePoint point) {
        List<Object> doing = new ArrayList<>();
        doing.add(program.type());
        doing.add(Attachments.of(point, program.attach()));
        for (FunctionSpec function : program.functions()) {
            doing.add(function.instructions());
            for (Relocation relocation : function.relocations()) {
                doing.add(
                        relocation instanceof Relocation.MapReference map
                                ? new Relocation.MapReference(map.index(), name(map.map()))
                                : relocation instanceof Relocation.MapValueReference value
                                        ? new Relocation.MapValueReference(
                                                value.index(), name(value.map()), value.offset())
                                        : relocation);
            }
        }
        return doing;
    }

    private String name(String map) {
        String name = names.getOrDefault(map, map);
        return name.equals(SCRATCH) ? name : map;
    }

    private Program program(List<CompiledScript.Probe> alike, Needs needs) {
        List<String> probes = new ArrayList<>(alike.size());
        for (CompiledScript.Probe probe : alike) {
            probes.add(probe.point().name());
        }
        ProgramSpec program = spec(alike.getFirst());
        Calls calls = new Calls(program, names);
        needs.program(program, calls);
        return new Program(
                probes,
                program.type(),
                Attachments.of(alike.getFirst().point(), program.attach()),
                slots(program),
                StackUse.of(program),
                calls.calls(),
                calls.mapOperations());
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
