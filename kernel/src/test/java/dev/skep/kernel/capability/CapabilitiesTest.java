package dev.skep.kernel.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static Capabilities of(String effective, int user) {
        return Capabilities.parse("Name:\tjava\nUid:\t1000\t" + user + "\t1000\t1000\nCapInh:\t0000000000000000\n"
                + "CapEff:\t" + effective + "\nCapBnd:\t000001ffffffffff\n");
    }

    @Test
    void rootHasAll() {
        Capabilities root = of("000001ffffffffff", 0);
        assertThat(root.complaint()).isNull();
        for (Capability capability : Capability.values()) {
            assertThat(root.has(capability)).isTrue();
        }
    }

    @Test
    void aUserIsToldWhatIsMissing() {
        assertThat(of("0000000000000000", 1000).complaint())
                .isEqualTo(
                        "tracing needs CAP_BPF and CAP_PERFMON and CAP_DAC_READ_SEARCH, which this process does not have;"
                                + " run it as root (sudo), or grant it (systemd: AmbientCapabilities=, containers: --cap-add)");
    }

    @Test
    void theThreeCapabilitiesAreEnough() {
        // Bits 39, 38 and 2.
        assertThat(of("000000c000000004", 1000).complaint()).isNull();
        assertThat(of("000000c000000000", 1000).complaint()).startsWith("tracing needs CAP_DAC_READ_SEARCH,");
        assertThat(of("000000c000000000", 0).complaint()).isNull();
        assertThat(of("0000008000000004", 0).complaint()).startsWith("tracing needs CAP_PERFMON,");
    }

    @Test
    void sysAdminStandsForBpfAndPerfmon() {
        Capabilities old = of("0000000000200000", 0);
        assertThat(old.has(Capability.BPF)).isTrue();
        assertThat(old.has(Capability.PERFMON)).isTrue();
        assertThat(old.has(Capability.DAC_READ_SEARCH)).isFalse();
        assertThat(old.complaint()).isNull();
    }

    @Test
    void otherTextIsRefused() {
        assertThatThrownBy(() -> Capabilities.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Capabilities.parse("Uid:\t0\t0\t0\t0\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CapEff:");
        assertThatThrownBy(() -> Capabilities.parse("Uid:\t0\nCapEff:\t0\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Capabilities.parse("Uid:\t0\t0\t0\t0\nCapEff:\tzz\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofThisProcess() {
        assertThat(Capabilities.current()).isEqualTo(Capabilities.current());
    }
}
