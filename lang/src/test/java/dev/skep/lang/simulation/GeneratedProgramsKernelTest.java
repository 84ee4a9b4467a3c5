package dev.skep.lang.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.VerifierException;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.feature.Features;
import dev.skep.kernel.map.MapCursor;
import dev.skep.kernel.program.LoadedObject;
import dev.skep.kernel.program.ObjectLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's verifier takes whatever the compiler's back half makes of IR, and the programs do what the IR says. */
@Tag("kernel")
class GeneratedProgramsKernelTest {
    private static final int CASES = Integer.getInteger("skep.cases", 100);
    private static final HexFormat HEX = HexFormat.of();

    @BeforeAll
    static void assume() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    @ParameterizedTest
    @CsvSource({"V4, true", "V4, false", "V3, true", "V3, false"})
    void doWhatTheIrSays(IsaLevel isa, boolean optimise) {
        KernelBtf btf = new KernelBtf();
        Features features = new Features(btf);
        boolean callbacks = features.helper(ProgramType.RAW_TRACEPOINT, Helper.LOOP)
                        .isYes()
                && features.kfunc(ProgramType.RAW_TRACEPOINT, "bpf_rdonly_cast").isYes();
        ObjectLoader loader = new ObjectLoader(btf);
        for (long seed = 0; seed < CASES; seed++) {
            GeneratedProgram program = GeneratedProgram.of(seed, isa, optimise, callbacks);
            try (LoadedObject object = loader.load(program.object())) {
                ByteBuffer context = ByteBuffer.allocateDirect(program.event().length);
                context.put(program.event()).flip();
                object.program(GeneratedProgram.NAME).run(context, -1);
                assertThat(contents(object))
                        .as("seed %d, ISA %s, optimised: %s", seed, isa, optimise)
                        .isEqualTo(program.contents());
            } catch (VerifierException e) {
                fail(
                        "seed " + seed + ", ISA " + isa + ", optimised: " + optimise + ": " + e.getMessage() + "\n"
                                + Disassembler.print(program.object().programs().getFirst()),
                        e);
            }
        }
    }

    private static List<String> contents(LoadedObject object) {
        List<String> lines = new ArrayList<>();
        for (MapSpec map : GeneratedProgram.MAPS) {
            List<String> entries = new ArrayList<>();
            try (MapCursor cursor = object.map(map.name()).entries()) {
                while (cursor.next()) {
                    entries.add(map.name() + "[" + hex(cursor.key()) + "] = " + hex(cursor.value()));
                }
            }
            entries.sort(null);
            lines.addAll(entries);
        }
        return lines;
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HEX.formatHex(copy);
    }
}
