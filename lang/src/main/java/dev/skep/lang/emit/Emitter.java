package dev.skep.lang.emit;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.emit.allocate.Allocation;
import dev.skep.lang.emit.legal.LegalFunction;
import dev.skep.lang.emit.legal.Legaliser;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import java.util.ArrayList;
import java.util.List;

/** The last stage: IR to BPF. A program's IR stays as it is. */
public final class Emitter {
    /** {@code MAX_BPF_STACK}. */
    private static final int MAX_STACK = 512;

    /** Instructions from which on the kernel's limit of a million slots is in sight. */
    private static final int MANY_INSTRUCTIONS = 250_000;

    /** Each attempt leaves as many bytes to spilled values as the one before lacked; the last one leaves them all. */
    private static final int MAX_ATTEMPTS = 4;

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
     */
    public Emission emit(IrProgram program) throws TooBigException {
        List<FunctionSpec> functions = new ArrayList<>(1);
        List<MapSpec> maps = new ArrayList<>(1);
        for (IrFunction function : program.functions()) {
            functions.add(emit(program, function, maps));
        }
        return new Emission(new ProgramSpec(program.name(), program.type(), program.attach(), functions, 0), maps);
    }

    private FunctionSpec emit(IrProgram program, IrFunction function, List<MapSpec> maps) throws TooBigException {
        String scratch = "scratch_" + program.name() + (function == program.main() ? "" : "_" + function.name());
        Legaliser legaliser = new Legaliser(program, options.isa, scratch);
        int room = MAX_STACK;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            LegalFunction legal = legaliser.run(function, options.onStackLimit, room, options.tidy);
            Cfg cfg = Cfg.of(legal.function());
            List<Block> order = BlockLayout.of(legal.function(), cfg);
            FunctionEncoder encoder =
                    new FunctionEncoder(legal.function(), cfg, order, new Allocation(legal, cfg, order), options.isa);
            FunctionSpec spec = encode(encoder);
            int excess = encoder.stackSize() - MAX_STACK;
            if (excess <= 0) {
                if (legal.scratchSize() > 0) {
                    maps.add(new MapSpec(scratch, MapType.PERCPU_ARRAY, Integer.BYTES, legal.scratchSize(), 1, 0));
                }
                return spec;
            }
            boolean last = attempt == MAX_ATTEMPTS - 2;
            room = last ? Legaliser.MIN_STACK : Math.max(Legaliser.MIN_STACK, legal.stackSize() - excess);
        }
        throw new TooBigException("it needs more values at a time than fit into " + MAX_STACK + " bytes of stack");
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
