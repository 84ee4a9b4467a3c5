package dev.skep.lang.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.emit.MissingInstructionException;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.simulation.RandomProgram.Abilities;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compiled functions do what their IR says, whatever the instruction set, optimised or not. */
class CompiledCodeTest {
    private static final int CASES = Integer.getInteger("skep.cases", 400);

    @ParameterizedTest
    @EnumSource(IsaLevel.class)
    void doesWhatTheIrSays(IsaLevel isa) {
        for (long seed = 0; seed < CASES; seed++) {
            check(seed, isa);
        }
    }

    private static void check(long seed, IsaLevel isa) {
        IrProgram plain = program(RandomProgram.make(seed, new Abilities(true, isa.includes(IsaLevel.V3), true)));
        IrVerifier.verify(plain);
        World expected = RandomProgram.world(seed);
        long result = new IrInterpreter(plain, expected).run();

        compare(seed, isa, plain, false, result, expected);
        IrProgram optimised =
                program(plain.functions().stream().map(IrFunction::copy).toList());
        new Optimiser().run(optimised, (pass, function) -> IrVerifier.verify(function));
        IrVerifier.verify(optimised);
        World again = RandomProgram.world(seed);
        assertThat(new IrInterpreter(optimised, again).run())
                .as("optimised, seed %d", seed)
                .isEqualTo(result);
        assertThat(again.history()).as("optimised, seed %d", seed).isEqualTo(expected.history());
        compare(seed, isa, optimised, true, result, expected);
    }

    private static IrProgram program(List<IrFunction> functions) {
        return new IrProgram(
                "p0", "test", ProgramType.TRACEPOINT, new AttachSpec.Manual(), () -> RandomProgram.FIELDS, functions);
    }

    private static void compare(
            long seed, IsaLevel isa, IrProgram program, boolean optimised, long result, World expected) {
        ProgramSpec spec = null;
        try {
            spec = new Emitter(new Emitter.Options(isa, 32, optimised))
                    .emit(program)
                    .program();
            World world = RandomProgram.world(seed);
            assertThat(new BpfInterpreter(spec, world).run()).isEqualTo(result);
            assertThat(world.history()).isEqualTo(expected.history());
        } catch (RuntimeException | AssertionError | TooBigException | MissingInstructionException e) {
            throw new AssertionError(
                    "seed " + seed + ", ISA " + isa + (optimised ? ", optimised" : ", plain") + ": " + e + "\n"
                            + IrPrinter.print(program) + (spec == null ? "" : Disassembler.print(spec)),
                    e);
        }
    }
}
