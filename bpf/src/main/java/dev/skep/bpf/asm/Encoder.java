package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Instruction.LoadWide;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes instructions as the kernel reads them, little-endian. {@link Decoder} is the way back. */
public final class Encoder {
    private Encoder() {}

    /** The instructions' bytes: 8 per {@linkplain Instruction#slots() slot}. */
    public static byte[] encode(List<Instruction> instructions) {
        int slots = 0;
        for (Instruction instruction : instructions) {
            slots += instruction.slots();
        }
        byte[] bytes = new byte[Math.multiplyExact(slots, Long.BYTES)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : instructions) {
            buffer.putLong(instruction.encoded());
            if (instruction instanceof LoadWide wide) {
                buffer.putLong(wide.encodedSecond());
            }
        }
        return bytes;
    }
}
