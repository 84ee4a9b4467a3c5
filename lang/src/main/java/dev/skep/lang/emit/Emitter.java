package dev.skep.lang.emit;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.Relocation;
import dev.skep.lang.emit.allocate.Allocation;
import dev.skep.lang.emit.legal.LegalFunction;
import dev.skep.lang.emit.legal.Legaliser;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.CallGraph;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last stage: IR to BPF. A program's IR stays as it is. Functions of the program become static functions of their
 * own, which the verifier follows from each of their callers, with what it knows there.
 */
public final class Emitter {
    /** Instructions from which on the kernel's limit of a million slots is in sight. */
    private static final int MANY_INSTRUCTIONS = 250_000;

    private final Options options;

    /**
     * How to emit.
     *
     * @param isa the newest instructions that may be used
     * @param onStackLimit bytes: bigger objects go to scratch memory instead of the stack
     * @param tidy whether to simplify what legalisation leaves; on for all but comparisons
     */
    public record Options(IsaLevel isa, int onStackLimit, boolean tidy) {}

    public Emitter(Options options) {
        this.options = options;
    }

    /**
     * Emits a program.
     *
     * @throws TooBigException if the kernel cannot take it: its message says why
     * @throws MissingInstructionException if the target lacks what the program cannot do without
     */
    public Emission emit(IrProgram program) throws TooBigException, MissingInstructionException {
        Atomics.check(program, options.isa);
        CallGraph calls = CallGraph.of(program);
        String scratch = scratch(program);
        Legaliser legaliser = new Legaliser(program, options.isa, scratch, options.onStackLimit, options.tidy);
        boolean pooled = program.attach().preemptible();
        Frames frames = new Frames(calls, pooled ? Legaliser.PLACE_HEADER : 0);
        List<FunctionSpec> functions = new ArrayList<>(calls.functions().size());
        do {
            functions.clear();
            for (int i = 0; i < calls.functions().size(); i++) {
                FunctionSpec known = frames.emitted(i);
                functions.add(known == null ? emit(calls.functions().get(i), i, legaliser, frames) : known);
            }
        } while (!frames.fit());
        List<MapSpec> maps = frames.scratchSize() == 0
                ? List.of()
                : List.of(new MapSpec(
                        scratch,
                        MapType.PERCPU_ARRAY,
                        Integer.BYTES,
                        frames.scratchSize(),
                        pooled ? Legaliser.PLACES : 1,
                        0));
        ProgramSpec spec = new ProgramSpec(program.name(), program.type(), program.attach(), reached(functions), 0);
        VerifierLimits.check(spec);
        return new Emission(spec, maps);
    }

    /** The name of a program's scratch memory. */
    static String scratch(IrProgram program) {
        return "scratch_" + program.name();
    }

    /** Without the functions to which nothing refers any more: the verifier refuses what nothing leads to. */
    private static List<FunctionSpec> reached(List<FunctionSpec> functions) {
        if (functions.size() == 1) {
            return functions;
        }
        Set<String> wanted = new HashSet<>();
        List<FunctionSpec> reached = new ArrayList<>(functions.size());
        for (FunctionSpec function : functions) {
            if (reached.isEmpty() || wanted.contains(function.name())) {
                reached.add(function);
                for (Relocation relocation : function.relocations()) {
                    if (relocation instanceof Relocation.SubprogramReference reference) {
                        wanted.add(reference.function());
                    }
                }
            }
        }
        return reached;
    }

    private FunctionSpec emit(IrFunction function, int index, Legaliser legaliser, Frames frames)
            throws TooBigException {
        LegalFunction legal = legaliser.run(function, frames.room(index), frames.scratchStart(index));
        Cfg cfg = Cfg.of(legal.function());
        List<Block> order = BlockLayout.of(legal.function(), cfg);
        Allocation allocation = new Allocation(legal, cfg, order);
        FunctionEncoder encoder = new FunctionEncoder(legal.function(), cfg, order, allocation, options.isa);
        FunctionSpec spec = encode(encoder);
        frames.set(index, spec, legal.stackSize(), encoder.stackSize(), legal.scratchSize());
        return spec;
    }

    private static FunctionSpec encode(FunctionEncoder encoder) throws TooBigException {
        try {
            return encoder.encode();
        } catch (IllegalStateException e) {
            // The assembler refuses what is longer than the kernel takes; small functions fail for other reasons.
            if (encoder.instructionCount() < MANY_INSTRUCTIONS) {
                throw e;
            }
            throw new TooBigException("it takes more than the 1,000,000 instructions that the kernel allows");
        }
    }
}
