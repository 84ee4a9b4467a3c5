package dev.skep.kernel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.feature.Features;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jumps beyond the reach of 16 bits, both ways, as the assembler lays them out for each level: loaded and run. */
@Tag("kernel")
class FarJumpKernelTest {
    private static final int DISTANCE = 70_000;

    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @ParameterizedTest
    @EnumSource
    void farJumpsArrive(IsaLevel level) {
        IsaLevel isa = new Features(new KernelBtf()).isa();
        assumeTrue(isa.includes(level), () -> "this kernel takes instructions of " + isa + " at most");

        Assembler code = new Assembler(level);
        Label start = code.newLabel("start");
        Label back = code.newLabel("back");
        Label far = code.newLabel("far");
        code.load(Width.DOUBLE, Register.R2, Register.R1, 0).mov(Register.R0, 0).jump(start);
        code.bind(back).add(Register.R0, 500).exit();
        code.bind(start).branch(JumpOp.EQ, Register.R2, 7, far);
        for (int i = 0; i < DISTANCE; i++) {
            code.add(Register.R0, 1);
        }
        code.branch(JumpOp.EQ, Register.R2, 9, back).exit();
        code.bind(far).mov(Register.R0, 42).exit();

        try (LoadedObject loaded = Fixture.load(Fixture.object(List.of(), Fixture.manual("far", code)))) {
            Program program = loaded.program("far");
            assertThat(program.run(7)).isEqualTo(42);
            assertThat(program.run(8)).isEqualTo(DISTANCE);
            assertThat(program.run(9)).isEqualTo(DISTANCE + 500);
        }
    }
}
