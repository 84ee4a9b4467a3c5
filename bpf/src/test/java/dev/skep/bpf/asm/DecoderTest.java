package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.LoadWide;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bytes to instructions and back. */
class DecoderTest {
    private static final long SEED = 20_250_901;

    @Test
    void everyFormSurvivesEncodingAndDecoding() {
        List<Instruction> forms = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            InstructionForms.forEach(new Random(SEED + round), forms::add);
        }

        byte[] bytes = Encoder.encode(forms);

        assertThat(Decoder.decode(bytes)).isEqualTo(forms);
        assertThat(Encoder.encode(Decoder.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void everyOpcodeOfTheInstructionSetIsReached() {
        Set<Integer> written = new HashSet<>();
        InstructionForms.forEach(new Random(SEED), form -> written.add((int) form.encoded() & 0xff));
        Set<Integer> read = new HashSet<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            // Byte swaps need 16, 32 or 64 in the immediate, atomics of 1 and 2 bytes 0x100; most others need 0.
            for (int imm : new int[] {0, 64, 0x100}) {
                if (decodes(opcode, 0, 0, 0, imm)) {
                    read.add(opcode);
                }
            }
        }
        assertThat(read).isEqualTo(written);
    }

    /** Every opcode with every pair of register nibbles; some pairs with every field value that some opcode wants. */
    @Test
    void whatDecodesEncodesToTheSameBytes() {
        int accepted = 0;
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int registers = 0; registers < 256; registers++) {
                accepted += decodes(opcode, registers & 15, registers >> 4, 0, 0) ? 1 : 0;
            }
            for (int registers : new int[] {0x00, 0x01, 0x10, 0x21, 0xaa, 0xab, 0xba, 0xff}) {
                for (int offset : new int[] {0, 1, 8, 16, 32, -1}) {
                    for (int imm : new int[] {0, 1, 16, 32, 64, 0x51, 0xe1, 0xf1, 0x100, 0x110, -1}) {
                        accepted += decodes(opcode, registers & 15, registers >> 4, offset, imm) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(accepted).isGreaterThan(10_000);
    }

    @Test
    void randomBytesGiveInstructionsOrTheOneException() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            decodes(bytes);
        }
    }

    @Test
    void damagedProgramsGiveInstructionsOrTheOneException() {
        List<Instruction> forms = new ArrayList<>();
        InstructionForms.forEach(new Random(SEED), forms::add);
        byte[] good = Encoder.encode(forms.subList(0, 64));
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            decodes(bytes);
        }
    }

    @Test
    void aMalformedSlotIsNamed() {
        assertMalformed(0, "no instruction has opcode 0xff", 0xff);
        assertMalformed(1, "no instruction has opcode 0x8", 0x95, 0x08);
        assertMalformed(0, "no register r11", 0xbf | 0xbL << 8);
        assertMalformed(
                0, "opcode 0x95 does not use the immediate, which must be 0, not 7", Encoding.pack(0x95, 0, 0, 0, 7));
        assertMalformed(0, "opcode 0x85 does not use the offset, which must be 0, not 1", 0x85 | 1L << 16);
        assertMalformed(0, "opcode 0x7 does not use the source register, which must be 0, not 1", 0x07 | 1L << 12);
        assertMalformed(0, "opcode 0x7 with offset 1", 0x07 | 1L << 16);
        assertMalformed(0, "a sign-extending move of 7 bits", 0xbf | 7L << 16);
        assertMalformed(0, "a sign-extending move of 32 bits", 0xbc | 32L << 16);
        assertMalformed(0, "a byte swap of 0 bits", 0xd4);
        assertMalformed(0, "no atomic operation 0x2 of 8 bytes", Encoding.pack(0xdb, 0, 0, 0, 2));
        assertMalformed(0, "no atomic operation 0xe0 of 8 bytes", Encoding.pack(0xdb, 0, 0, 0, 0xe0));
        assertMalformed(0, "no atomic operation 0x0 of 1 bytes", 0xd3);
        assertMalformed(0, "a call of unknown kind 3", 0x85 | 3L << 12);
        assertMalformed(0, "a wide load of unknown kind 7", 0x18 | 7L << 12, 0);
        assertMalformed(1, "the second half of a wide load is missing", 0x95, 0x18);
        assertMalformed(1, "the second half of a wide load has opcode 0xb7", 0x18, 0xb7);
    }

    @Test
    void aTornLastSlotIsNamed() {
        assertThatThrownBy(() -> Decoder.decode(new byte[19]))
                .isInstanceOf(MalformedProgramException.class)
                .hasMessage("slot 2: cut short: 3 of 8 bytes");
    }

    @Test
    void aBufferIsReadFromItsPositionAndLeftAsItIs() {
        ByteBuffer buffer = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        List<Instruction> program = List.of(LoadWide.constant(Register.R3, 0x1122_3344_5566_7788L), new Exit());
        buffer.put(8, Encoder.encode(program)).position(8).limit(32).order(ByteOrder.BIG_ENDIAN);

        assertThat(Decoder.decode(buffer)).isEqualTo(program);
        assertThat(buffer.position()).isEqualTo(8);
        assertThat(buffer.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }

    /** Bytes as the instruction set document gives them. */
    @Test
    void theDocumentedExampleHasItsBytes() {
        assertThat(Encoder.encode(List.of(new Instruction.Alu(true, AluOp.ADD, Register.R1, Operand.of(0x11223344)))))
                .containsExactly(0x07, 0x01, 0, 0, 0x44, 0x33, 0x22, 0x11);
    }

    private static boolean decodes(int opcode, int dst, int src, int offset, int imm) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Encoding.pack(opcode, dst, src, offset, imm));
        return decodes(opcode == Encoding.LOAD_WIDE ? bytes.array() : Arrays.copyOf(bytes.array(), 8));
    }

    private static boolean decodes(byte[] bytes) {
        List<Instruction> instructions;
        try {
            instructions = Decoder.decode(bytes);
        } catch (MalformedProgramException e) {
            assertThat(e.slot()).isBetween(0, bytes.length / 8);
            return false;
        }
        assertThat(Encoder.encode(instructions)).isEqualTo(bytes);
        return true;
    }

    private static void assertMalformed(int slot, String reason, long... slots) {
        ByteBuffer bytes = ByteBuffer.allocate(slots.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : slots) {
            bytes.putLong(word);
        }
        assertThatThrownBy(() -> Decoder.decode(bytes.array()))
                .isInstanceOf(MalformedProgramException.class)
                .hasMessage("slot " + slot + ": " + reason);
    }
}
