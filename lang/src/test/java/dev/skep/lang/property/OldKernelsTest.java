package dev.skep.lang.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.ObjectSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is compiled for kernel 5.15 wants nothing that it does not have. */
class OldKernelsTest {
    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // as long as it is told to
    void hasAllThatGeneratedScriptsNeed() {
        for (long seed : Seeds.some(500)) {
            Shrinker.check(Case.of(seed), made -> {
                assertThat(missing(made, true)).as("optimised").isEmpty();
                assertThat(missing(made, false)).as("not optimised").isEmpty();
            });
        }
    }

    private static List<String> missing(Case made, boolean optimise) {
        try {
            return OldKernel.missing(compile(made, IsaLevel.V3, optimise));
        } catch (Stages.Refused e) {
            if (e.isForNewerKernels()) {
                return List.of();
            }
            throw e;
        }
    }

    private static ObjectSpec compile(Case made, IsaLevel isa, boolean optimise) {
        return Stages.compile(made, Stages.target(isa, 2), optimise).object();
    }

    @Test
    void lacksWhatCameLater() {
        Case extension = new Case(0, "begin { @ = (int8)pid; }");
        assertThat(OldKernel.missing(compile(extension, IsaLevel.V4, true))).hasSize(1);
        assertThat(OldKernel.missing(compile(extension, IsaLevel.V3, true))).isEmpty();
        Case clock = new Case(0, "begin { @ = nsecs(tai); }");
        assertThat(OldKernel.missing(compile(clock, IsaLevel.V4, true)))
                .containsExactly("p0_begin.main: bpf_ktime_get_tai_ns");
        assertThatThrownBy(() -> compile(clock, IsaLevel.V3, true))
                .hasMessageContaining(
                        "1:13-23: ERROR: This needs bpf_ktime_get_tai_ns(), which the kernel does not have:"
                                + " Linux 6.1 does");
    }
}
