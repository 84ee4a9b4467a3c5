package dev.skep.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBufferTest {

    @Test
    void numbersAsTheJdkWritesThem() {
        Random random = new Random(5);
        for (int round = 0; round < 100_000; round++) {
            long value = round < 6
                    ? new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 10}[round]
                    : random.nextLong() >> random.nextInt(64);
            TextBuffer out = new TextBuffer();
            out.decimal(value).append(' ').unsigned(value).append(' ');
            out.digits(value, 4, false).append(' ').digits(value, 3, false);
            assertThat(out.toString())
                    .isEqualTo(value + " " + Long.toUnsignedString(value) + " " + Long.toHexString(value) + " "
                            + Long.toOctalString(value));
        }
    }

    @Test
    void growsAndShrinks() {
        TextBuffer out = new TextBuffer();
        out.repeat('a', 300).append("bä").repeat('c', -1);
        out.insert(300, '-', 2);
        assertThat(out.toString()).isEqualTo("a".repeat(300) + "--bä");
        assertThat(out.length()).isEqualTo(305);
        out.truncate(2);
        out.truncate(9);
        assertThat(out.append(new byte[] {'x', 'y', 'z'}, 1, 2).toString()).isEqualTo("aay");
        out.clear();
        assertThat(out.toByteArray()).isEmpty();
    }
}
