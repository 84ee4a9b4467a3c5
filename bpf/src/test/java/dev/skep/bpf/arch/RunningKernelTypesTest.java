package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Offsets and paths, against the types that the running kernel was built with. */
@Tag("kernel")
class RunningKernelTypesTest {
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

    @Test
    void registersLieWhereTheRunningKernelHasThem() throws IOException {
        Arch arch = Arch.ofMachine(System.getProperty("os.arch"));
        assumeTrue(arch != null, "this machine is none of those in Arch");
        assumeTrue(Files.isReadable(TYPES), () -> "no " + TYPES);
        Btf types = Btf.read(Files.readAllBytes(TYPES));
        for (MachineRegister register : arch.ptRegs().all()) {
            String name = register.name();
            boolean numbered = arch == Arch.AARCH64 && name.startsWith("r");
            Optional<Field> field = types.field("pt_regs", numbered ? "regs[" + name.substring(1) + "]" : name);
            assertThat(field.map(Field::byteOffset)).as(name).hasValue(register.offset());
        }
    }

    @Test
    void theFieldThatTellsCompatCallsExists() throws IOException {
        Arch arch = Arch.ofMachine(System.getProperty("os.arch"));
        assumeTrue(arch != null, "this machine is none of those in Arch");
        assumeTrue(Files.isReadable(TYPES), () -> "no " + TYPES);
        Btf types = Btf.read(Files.readAllBytes(TYPES));
        CompatTest test = arch.compatTest();
        assertThat(types.field(test.type(), test.path())).isPresent();
    }
}
