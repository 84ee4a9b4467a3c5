package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchTest {
    @Test
    void aMachineIsKnownByTheKernelsAndByJavasName() {
        assertThat(Arch.ofMachine("x86_64")).isEqualTo(Arch.X86_64);
        assertThat(Arch.ofMachine("amd64")).isEqualTo(Arch.X86_64);
        assertThat(Arch.ofMachine("aarch64")).isEqualTo(Arch.AARCH64);
        assertThat(Arch.ofMachine("riscv64")).isNull();
        for (Arch arch : Arch.values()) {
            assertThat(Arch.ofMachine(arch.machine())).isEqualTo(arch);
        }
    }

    @Test
    void pageSizesAreThoseThatKernelsCanHave() {
        assertThat(Arch.X86_64.isPageSize(4096)).isTrue();
        assertThat(Arch.X86_64.isPageSize(16_384)).isFalse();
        assertThat(Arch.AARCH64.isPageSize(16_384)).isTrue();
        assertThat(Arch.AARCH64.isPageSize(65_536)).isTrue();
        assertThat(Arch.AARCH64.isPageSize(8192)).isFalse();
        assertThat(Arch.AARCH64.maxPageSize() % 16_384).isZero();
    }

    @Test
    void theCompatTestIsOneBit() {
        for (Arch arch : Arch.values()) {
            assertThat(Integer.bitCount(arch.compatTest().mask())).isEqualTo(1);
        }
    }
}
