package dev.skep.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    void textBecomesUtf8() {
        Random random = new Random(6);
        for (int point : random.ints(20_000, 0, Character.MAX_CODE_POINT + 1).toArray()) {
            String text = "a" + Character.toString(point) + "b";
            boolean stray = point >= 0xdc80 && point <= 0xdcff;
            assertThat(new TextBuffer().append(text).toByteArray())
                    .isEqualTo(stray ? new byte[] {'a', (byte) point, 'b'} : text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void straySurrogatesAreBytes() {
        assertThat(new TextBuffer().append("a\udcff\udc80🐝\udcc3").toByteArray())
                .isEqualTo(new byte[] {
                    'a', (byte) 0xff, (byte) 0x80, (byte) 0xf0, (byte) 0x9f, (byte) 0x90, (byte) 0x9d, (byte) 0xc3
                });
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
