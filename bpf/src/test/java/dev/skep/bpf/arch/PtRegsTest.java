package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PtRegsTest {
    private static final PtRegs X86 = Arch.X86_64.ptRegs();
    private static final PtRegs ARM = Arch.AARCH64.ptRegs();

    @Test
    void x86RegistersLieWhereTheKernelHasThem() {
        assertThat(X86.size()).isEqualTo(168);
        assertThat(X86.register("r15")).isEqualTo(new MachineRegister("r15", 0, 8));
        assertThat(X86.register("di")).isEqualTo(new MachineRegister("di", 112, 8));
        assertThat(X86.instructionPointer().offset()).isEqualTo(128);
        assertThat(X86.stackPointer().offset()).isEqualTo(152);
        assertThat(X86.framePointer().offset()).isEqualTo(32);
        assertThat(X86.returnValue().offset()).isEqualTo(80);
        assertThat(X86.syscallNumber().offset()).isEqualTo(120);
        assertThat(X86.argument(3).name()).isEqualTo("cx");
        assertThat(X86.syscallArgument(3).name()).isEqualTo("r10");
        assertThat(X86.argumentCount()).isEqualTo(6);
    }

    @Test
    void armRegistersLieWhereTheKernelHasThem() {
        assertThat(ARM.size()).isEqualTo(272);
        assertThat(ARM.register("r30")).isEqualTo(new MachineRegister("r30", 240, 8));
        assertThat(ARM.stackPointer().offset()).isEqualTo(248);
        assertThat(ARM.instructionPointer().offset()).isEqualTo(256);
        assertThat(ARM.register("pstate")).isEqualTo(new MachineRegister("pstate", 264, 8));
        assertThat(ARM.framePointer().name()).isEqualTo("r29");
        assertThat(ARM.argumentCount()).isEqualTo(8);
        assertThat(ARM.argument(7).offset()).isEqualTo(56);
        assertThat(ARM.syscallNumber().name()).isEqualTo("r8");
    }

    @Test
    void assemblersNamesAreKnownToo() {
        assertThat(X86.register("rip")).isEqualTo(X86.instructionPointer());
        assertThat(X86.register("pc")).isEqualTo(X86.instructionPointer());
        assertThat(X86.register("rdi")).isEqualTo(X86.argument(0));
        assertThat(ARM.register("x0")).isEqualTo(ARM.returnValue());
        assertThat(ARM.register("lr")).isEqualTo(ARM.register("r30"));
        assertThat(X86.register("x0")).isNull();
        assertThat(ARM.register("ax")).isNull();
    }

    @Test
    void anArgumentOnTheStackHasNoRegister() {
        assertThatThrownBy(() -> X86.argument(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** User space's copy of the structure, in the header that is installed here. */
    @Test
    void x86RegistersLieWhereTheHeaderHasThem() throws IOException {
        Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/ptrace.h");
        assumeTrue(Files.exists(header), () -> "no " + header);
        String text = Files.readString(header);
        String structure = text.substring(text.lastIndexOf("struct pt_regs {"));
        Matcher member =
                Pattern.compile("(?m)^\\s*(?:unsigned long|__u64)\\s+(\\w+);").matcher(structure);
        List<MachineRegister> found = new ArrayList<>();
        while (member.find()) {
            MachineRegister register = X86.register(member.group(1));
            assertThat(register).as(member.group(1)).isNotNull();
            found.add(register);
        }
        assertThat(found).isEqualTo(X86.all());
    }
}
