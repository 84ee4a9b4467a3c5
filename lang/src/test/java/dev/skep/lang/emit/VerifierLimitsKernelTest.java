package dev.skep.lang.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.kernel.program.Verdict;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What we refuse, the verifier would; what it takes, we take. */
@Tag("kernel")
class VerifierLimitsKernelTest {

    @BeforeAll
    static void rights() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    @Test
    void asManyBranchesAsTheVerifierPutsOff() {
        ProgramSpec program = branches(8192);
        assertThatCode(() -> VerifierLimits.check(program)).doesNotThrowAnyException();
        assertThat(verdict(program).accepted()).isTrue();
    }

    @Test
    void oneMore() {
        ProgramSpec program = branches(8193);
        assertThatThrownBy(() -> VerifierLimits.check(program))
                .isInstanceOf(TooBigException.class)
                .hasMessage("it has 8193 branches in a row, and the verifier follows 8192");
        assertThat(verdict(program)).satisfies(verdict -> {
            assertThat(verdict.accepted()).isFalse();
            assertThat(verdict.log()).contains("The sequence of 8193 jumps is too complex.");
        });
    }

    private static ProgramSpec branches(int count) {
        Assembler code = new Assembler(IsaLevel.V1);
        Label end = code.newLabel("end");
        code.call(Helper.GET_PRANDOM_U32);
        for (int i = 0; i < count; i++) {
            code.branch(JumpOp.EQ, Register.R0, 100 + 2 * i, end);
        }
        code.bind(end).mov(Register.R0, 0L).exit();
        return new ProgramSpec(
                "branches", ProgramType.RAW_TRACEPOINT, new AttachSpec.Manual(), List.of(code.build("main", 1)), 0);
    }

    private static Verdict verdict(ProgramSpec program) {
        return new ObjectLoader(new KernelBtf())
                .verify(new ObjectSpec("GPL", List.of(), List.of(program)), List.of(program))
                .getFirst();
    }
}
