package dev.skep.lang.emit;

import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Emits the programs of a script. What was emitted for one program serves the others that share its functions, as long as
 * the fields that they read lie where those of the first do: the probes of a wildcard are mostly one piece of work. Each
 * has its own scratch memory all the same, since they may interrupt each other.
 */
public final class SharedEmitter {
    private final Emitter emitter;
    /** By main function. */
    private final Map<IrFunction, List<Known>> known = new IdentityHashMap<>();

    public SharedEmitter(Emitter emitter) {
        this.emitter = emitter;
    }

    /**
     * Something emitted, and what it depends on beside the functions.
     *
     * @param names the fields that the functions read
     * @param fields what the first program's event has under these names
     */
    private record Known(
            ProgramType type,
            boolean preemptible,
            List<String> names,
            List<TracepointFormat.@Nullable Field> fields,
            Emission emission) {

        boolean serves(IrProgram program) {
            return type == program.type()
                    && preemptible == program.attach().preemptible()
                    && fields.equals(SharedEmitter.fields(program, names));
        }
    }

    /**
     * Emits a program, or takes what is known.
     *
     * @throws TooBigException if the kernel cannot take it: its message says why
     * @throws MissingInstructionException if the target lacks what the program cannot do without
     */
    public Emission emit(IrProgram program) throws TooBigException, MissingInstructionException {
        List<Known> candidates = known.computeIfAbsent(program.main(), main -> new ArrayList<>(1));
        for (Known candidate : candidates) {
            if (candidate.serves(program)) {
                return again(candidate.emission(), program);
            }
        }
        Emission emission = emitter.emit(program);
        List<String> names =
                candidates.isEmpty() ? names(program) : candidates.getFirst().names();
        candidates.add(
                new Known(program.type(), program.attach().preemptible(), names, fields(program, names), emission));
        return emission;
    }

    private static List<String> names(IrProgram program) {
        List<String> names = new ArrayList<>();
        for (IrFunction function : program.functions()) {
            for (Block block : function.blocks()) {
                for (Inst inst : block.instructions()) {
                    String name = inst instanceof Inst.EventField field
                            ? field.field()
                            : inst instanceof Inst.EventFieldAddress address ? address.field() : null;
                    if (name != null && !names.contains(name)) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private static List<TracepointFormat.@Nullable Field> fields(IrProgram program, List<String> names) {
        List<TracepointFormat.@Nullable Field> fields = new ArrayList<>(names.size());
        for (String name : names) {
            fields.add(program.fields().get().field(name));
        }
        return fields;
    }

    /** The same for another program: under its name, and with its own scratch memory. */
    private static Emission again(Emission emission, IrProgram program) {
        List<FunctionSpec> functions = emission.program().functions();
        List<MapSpec> maps = new ArrayList<>(emission.maps().size());
        for (MapSpec map : emission.maps()) {
            String name = Emitter.scratch(program);
            maps.add(new MapSpec(name, map.type(), map.keySize(), map.valueSize(), map.maxEntries(), map.flags()));
            functions = renamed(functions, map.name(), name);
        }
        ProgramSpec same = emission.program();
        return new Emission(
                new ProgramSpec(program.name(), program.type(), program.attach(), functions, same.flags()), maps);
    }

    private static List<FunctionSpec> renamed(List<FunctionSpec> functions, String from, String to) {
        List<FunctionSpec> renamed = new ArrayList<>(functions.size());
        for (FunctionSpec function : functions) {
            List<Relocation> relocations =
                    new ArrayList<>(function.relocations().size());
            for (Relocation relocation : function.relocations()) {
                relocations.add(renamed(relocation, from, to));
            }
            renamed.add(new FunctionSpec(
                    function.name(), function.parameters(), function.instructions(), relocations, function.lines()));
        }
        return renamed;
    }

    private static Relocation renamed(Relocation relocation, String from, String to) {
        if (relocation instanceof Relocation.MapReference map && map.map().equals(from)) {
            return new Relocation.MapReference(map.index(), to);
        } else if (relocation instanceof Relocation.MapValueReference value
                && value.map().equals(from)) {
            return new Relocation.MapValueReference(value.index(), to, value.offset());
        }
        return relocation;
    }
}
