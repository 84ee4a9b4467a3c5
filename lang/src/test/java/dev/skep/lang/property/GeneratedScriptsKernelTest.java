package dev.skep.lang.property;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.kernel.capability.Capabilities;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel takes every script made at random, optimised or not, for new kernels and old, and does what it means. */
@Tag("kernel")
class GeneratedScriptsKernelTest {
    private static final List<Kernel.Form> FORMS =
            List.of(new Kernel.Form(IsaLevel.V4, true), new Kernel.Form(IsaLevel.V3, false));
    /** Once in a while the forms that differ less from the others. */
    private static final List<Kernel.Form> RARE =
            List.of(new Kernel.Form(IsaLevel.V3, true), new Kernel.Form(IsaLevel.V4, false));

    private static final int RARELY = 8;

    @BeforeAll
    static void assume() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // as long as it is told to
    void doWhatTheyMean() {
        try (Kernel kernel = new Kernel()) {
            for (long seed : Seeds.some(500)) {
                Shrinker.check(Case.of(seed), made -> kernel.compare(made, FORMS));
                if (seed % RARELY == 0) {
                    Shrinker.check(Case.of(seed), made -> kernel.compare(made, RARE));
                }
            }
        }
    }

    @Test
    void doAgainWhatOnceFailed() {
        try (Kernel kernel = new Kernel()) {
            for (Case made : Regressions.all()) {
                kernel.compare(made, FORMS);
                kernel.compare(made, RARE);
            }
        }
    }
}
