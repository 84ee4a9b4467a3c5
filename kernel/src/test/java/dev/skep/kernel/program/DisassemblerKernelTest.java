package dev.skep.kernel.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.AluOp;
import dev.skep.bpf.asm.Decoder;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.asm.Encoder;
import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.WideKind;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.MalformedProgramException;
import dev.skep.bpf.asm.Operand;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Fixture;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.feature.Features;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.ProgramLoad;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the disassembler prints, against what the running kernel's verifier prints for the same bytes. */
@Tag("kernel")
class DisassemblerKernelTest {
    private static final ByteBuffer LOG = Memory.allocate(64 << 10);

    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @Test
    void everyFormReadsAsInTheVerifiersLog() {
        IsaLevel isa = new Features(new KernelBtf()).isa();
        Set<Class<?>> compared = new HashSet<>();
        int count = 0;
        for (Instruction instruction : forms()) {
            String kernels = isa.includes(IsaLevel.of(instruction)) ? logged(instruction) : null;
            if (kernels != null) {
                assertThat(Disassembler.print(instruction)).isEqualTo(kernels);
                compared.add(instruction.getClass());
                count++;
            }
        }
        // Exits, subprograms, kfuncs and references make the kernel stop before it prints; and old kernels lack some.
        assertThat(compared).hasSizeGreaterThanOrEqualTo(12);
        assertThat(count).isGreaterThan(1000);
    }

    /** Every opcode with a few registers, and with every offset and immediate that some instruction wants. */
    private static List<Instruction> forms() {
        List<Instruction> forms = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int registers : new int[] {0x00, 0x21, 0xa3, 0x01, 0x30}) {
                for (int offset : new int[] {0, 1, 8, 16, 32, -8}) {
                    for (long imm : new int[] {0, 1, 16, 32, 64, 65, 0x50, 0xa1, 0xe1, 0xf1, 0x100, 0x110, -5}) {
                        bytes.putLong(0, opcode | registers << 8 | (offset & 0xffffL) << 16 | imm << 32);
                        add(bytes.array(), forms);
                    }
                }
            }
        }
        return forms;
    }

    private static void add(byte[] bytes, List<Instruction> forms) {
        List<Instruction> decoded;
        try {
            boolean wide = bytes[0] == 0x18;
            decoded = Decoder.decode(ByteBuffer.wrap(bytes, 0, wide ? 16 : 8));
        } catch (MalformedProgramException _) {
            return;
        }
        Instruction instruction = decoded.getFirst();
        boolean jumps = switch (instruction) {
            case Branch branch -> branch.offset() != 0;
            case Goto jump -> jump.offset() != 0;
            case MayGoto jump -> jump.offset() != 0;
            case LoadWide load -> load.kind() != WideKind.CONSTANT;
            case Exit _, CallKfunc _, CallSubprogram _ -> true;
            default -> false;
        };
        if (!jumps) {
            forms.add(instruction);
        }
    }

    /** The verifier's line for an instruction, or null if it refused the program before it came to print it. */
    private static @Nullable String logged(Instruction instruction) {
        // The last load is out of bounds whatever r9 holds: the verifier keeps the log of programs that it refuses.
        byte[] code = Encoder.encode(List.of(
                new Instruction.Alu(true, AluOp.MOV, Register.R0, Operand.of(0)),
                instruction,
                new Load(Width.DOUBLE, false, Register.R9, Register.R9, -4096),
                new Exit()));
        ProgramLoad load = new ProgramLoad(
                ProgramType.SOCKET_FILTER.id(), "print", "GPL", Memory.copy(code), 0, 0, 0, 0, null, null);
        LOG.put(0, (byte) 0);
        assertThat(Bpf.progLoad(load, LOG)).isNegative();
        for (String line : Memory.text(LOG, 0, LOG.capacity()).split("\n", -1)) {
            if (line.startsWith("1: (")) {
                int state = line.indexOf("  ");
                return (state < 0 ? line : line.substring(0, state)).substring("1: ".length());
            }
        }
        return null;
    }
}
