package dev.skep.lang.emit;

import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IR text to BPF text, optimised. */
class EmitterGoldenTest {
    @Test
    void programsForTheNewestInstructionSet() {
        Golden.check("emit/programs.golden", text -> render(ProgramType.TRACEPOINT, text, IsaLevel.V4));
    }

    @Test
    void rawTracepointsReadWords() {
        Golden.check("emit/raw-tracepoints.golden", text -> render(ProgramType.RAW_TRACEPOINT, text, IsaLevel.V4));
    }

    @ParameterizedTest
    @CsvSource({"V1, v1", "V3, v3", "V4, v4"})
    void whatAnInstructionSetLacksIsSaidInOthers(IsaLevel isa, String file) {
        Golden.check("emit/isa-" + file + ".golden", text -> render(ProgramType.TRACEPOINT, text, isa));
    }

    @Test
    void kernelStructuresAreFoundWhenTheProgramIsLoaded() {
        Golden.check("emit/kernel-structures.golden", text -> render(ProgramType.RAW_TRACEPOINT, text, IsaLevel.V4));
    }

    @Test
    void functionsAreFunctions() {
        Golden.check("emit/functions.golden", text -> render(ProgramType.TRACEPOINT, text, IsaLevel.V4));
    }

    @Test
    void loopsTestAtTheirEnd() {
        Golden.check("emit/loops.golden", text -> render(ProgramType.TRACEPOINT, text, IsaLevel.V4));
    }

    private static String render(ProgramType type, String text, IsaLevel isa) {
        Emission emission = Emitting.compile(type, text, isa);
        StringBuilder out = new StringBuilder();
        ProgramSpec program = emission.program();
        String code =
                program.functions().size() == 1 ? Disassembler.print(program.main()) : Disassembler.print(program);
        code.lines()
                // Every instruction comes from the same place here.
                .filter(line -> !line.startsWith(";"))
                .forEach(line -> out.append(line).append('\n'));
        for (MapSpec map : emission.maps()) {
            out.append("map ")
                    .append(map.name())
                    .append(": ")
                    .append(map.valueSize())
                    .append(" bytes\n");
        }
        return out.toString();
    }
}
