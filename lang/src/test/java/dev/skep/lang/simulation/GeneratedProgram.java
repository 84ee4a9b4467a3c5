package dev.skep.lang.simulation;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.emit.Emission;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.emit.MissingInstructionException;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.simulation.RandomProgram.Abilities;
import java.util.ArrayList;
import java.util.List;

/**
 * A program made at random for a kernel to run, and what its maps hold afterwards if it does what its IR says.
 *
 * @param object one raw tracepoint program called {@link #NAME}, and its maps
 * @param event the program's context: 12 words
 * @param contents lines {@code map[key] = value}, in hexadecimal digits, the maps in the order of {@link #MAPS}, each in
 *     the order of its keys
 */
record GeneratedProgram(ObjectSpec object, byte[] event, List<String> contents) {
    static final String NAME = "p0";

    /** The maps that are compared. */
    static final List<MapSpec> MAPS = List.of(
            new MapSpec("@h", MapType.HASH, 16, 24, 64, 0),
            new MapSpec("@k", MapType.HASH, 8, 8, 64, 0),
            new MapSpec("@log", MapType.HASH, 8, 40, 16384, MapSpec.NO_PREALLOC),
            new MapSpec("@a", MapType.ARRAY, 4, 32, 1, 0),
            new MapSpec("@count", MapType.ARRAY, 4, 8, 1, 0));

    private static final MapSpec PER_CPU = new MapSpec("@p", MapType.PERCPU_ARRAY, 4, 16, 1, 0);

    /**
     * The same for the same arguments.
     *
     * @param callbacks whether the kernel has what {@link Abilities#callbacks} says
     */
    static GeneratedProgram of(long seed, IsaLevel isa, boolean optimise, boolean callbacks) {
        List<IrFunction> functions =
                RandomProgram.make(seed, new Abilities(false, isa.includes(IsaLevel.V3), callbacks));
        IrProgram program = new IrProgram(
                NAME,
                "generated:" + seed,
                ProgramType.RAW_TRACEPOINT,
                new AttachSpec.Manual(),
                () -> RandomProgram.FIELDS,
                functions);
        World world = RandomProgram.world(seed);
        new IrInterpreter(program, world).run();
        if (optimise) {
            new Optimiser().run(program);
        }
        Emission emission = emit(program, isa, optimise);
        List<MapSpec> maps = new ArrayList<>(MAPS);
        maps.add(PER_CPU);
        maps.addAll(emission.maps());
        return new GeneratedProgram(
                new ObjectSpec("GPL", maps, List.of(emission.program())),
                RandomProgram.event(seed),
                world.contents().stream().filter(line -> !line.startsWith("@p")).toList());
    }

    private static Emission emit(IrProgram program, IsaLevel isa, boolean optimise) {
        try {
            return new Emitter(new Emitter.Options(isa, 32, optimise)).emit(program);
        } catch (TooBigException | MissingInstructionException e) {
            throw new AssertionError(program.probe(), e);
        }
    }
}
