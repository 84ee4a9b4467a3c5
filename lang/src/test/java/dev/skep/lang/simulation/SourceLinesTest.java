package dev.skep.lang.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.btf.ProgramBtf;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.SourceLine;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.simulation.RandomProgram.Abilities;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every instruction of every function says which text it comes from. */
class SourceLinesTest {
    @Test
    void everyFunctionComesFromItsOwnText() throws Exception {
        int functions = 0;
        for (long seed = 0; seed < 100; seed++) {
            List<IrFunction> made = RandomProgram.make(seed, new Abilities(false, true, true));
            ProgramSpec spec = emit(made);
            for (FunctionSpec function : spec.functions()) {
                Set<Integer> columns = columns(made, function.name());
                assertThat(function.lines())
                        .as("seed %d: %s", seed, function.name())
                        .isNotEmpty();
                assertThat(function.lines().getFirst().index()).isZero();
                assertThat(function.lines()).extracting(SourceLine::column).isSubsetOf(columns);
                functions++;
            }
            ProgramBtf btf = ProgramBtf.of(spec);
            assertThat(btf.funcInfoCount()).isEqualTo(spec.functions().size());
            assertThat(btf.lineInfoCount())
                    .isEqualTo(spec.functions().stream()
                            .mapToInt(function -> function.lines().size())
                            .sum());
        }
        assertThat(functions).as("functions that were looked at").isGreaterThan(200);
    }

    private static ProgramSpec emit(List<IrFunction> functions) throws Exception {
        IrProgram program = new IrProgram(
                "p0",
                "test",
                ProgramType.RAW_TRACEPOINT,
                new AttachSpec.Manual(),
                () -> RandomProgram.FIELDS,
                functions);
        return new Emitter(new Emitter.Options(IsaLevel.V4, 32, true))
                .emit(program)
                .program();
    }

    private static Set<Integer> columns(List<IrFunction> functions, String name) {
        Set<Integer> columns = new HashSet<>();
        for (IrFunction function : functions) {
            if (function.name().equals(name)) {
                for (Block block : function.blocks()) {
                    for (Inst inst : block.instructions()) {
                        columns.add(inst.span().column());
                    }
                }
            }
        }
        return columns;
    }
}
