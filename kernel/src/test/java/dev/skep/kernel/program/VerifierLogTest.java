package dev.skep.kernel.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VerifierLogTest {
    private static final String LOG = """
            func#0 @0
            0: R1=ctx() R10=fp0
            ; @x = 1; @ stdin:1
            0: (b7) r0 = 0                        ; R0_w=0
            ; $y = *arg0; @ stdin:2
            1: (79) r2 = *(u64 *)(r1 +0)
            from 1 to 12: R0=0 R10=fp0
            12: R0=0
            12: (85) call bpf_map_lookup_elem#1
            R1 type=scalar expected=map_ptr
            processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """;

    @Test
    void whereItStoppedAndWhatItSaid() {
        assertThat(VerifierLog.lastSlot(LOG)).isEqualTo(12);
        assertThat(VerifierLog.summary(LOG)).containsExactly("R1 type=scalar expected=map_ptr");
    }

    @Test
    void complaintsWithoutInstructions() {
        assertThat(VerifierLog.lastSlot("missing btf func_info\nprocessed 0 insns\n"))
                .isEqualTo(-1);
        assertThat(VerifierLog.summary("missing btf func_info\nprocessed 0 insns\n"))
                .containsExactly("missing btf func_info");
        assertThat(VerifierLog.summary("a\nb\nc\nd")).containsExactly("b", "c", "d");
        assertThat(VerifierLog.summary("")).isEmpty();
        assertThat(VerifierLog.lastSlot("")).isEqualTo(-1);
    }

    @Test
    void anyTextHasSomeSummary() {
        Random random = new Random(3);
        String alphabet = "0123: (R=;\n f";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(VerifierLog.summary(text.toString())).hasSizeLessThanOrEqualTo(3);
            assertThat(VerifierLog.lastSlot(text.toString())).isGreaterThanOrEqualTo(-1);
        }
    }
}
