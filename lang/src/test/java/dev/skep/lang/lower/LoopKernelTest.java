package dev.skep.lang.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.kernel.capability.Capabilities;
import dev.skep.lang.script.Limits;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel's verifier takes loops of every shape, and they do what they say. */
@Tag("kernel")
class LoopKernelTest {
    private static final Map<String, LoopCases.Case> CASES = LoopCases.all();

    @BeforeAll
    static void assume() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    static Iterable<String> names() {
        return CASES.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void run(String name) {
        LoopCases.Case loop = Objects.requireNonNull(CASES.get(name));
        for (KernelTarget target : KernelTarget.values()) {
            // Without the optimiser the verifier walks the same ways of a round again and again; that is for
            // comparisons.
            boolean tooMuch = !target.optimise && name.equals("choices of 300");
            if (target.hasLoop || !name.contains("million") && !tooMuch) {
                Lowered lowered = Lowerer.lower(loop.script(), Limits.DEFAULT, 0, target.target());
                String output = KernelRun.output(lowered, target);
                if (target.hasLoop || !output.contains("lost ROUNDS: ")) {
                    assertThat(LoopCases.Case.results(output))
                            .as("%s: %s", target, name)
                            .isEqualTo(LoopCases.Case.results(loop.maps()));
                }
            }
        }
    }
}
