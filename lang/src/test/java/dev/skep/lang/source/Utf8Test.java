package dev.skep.lang.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void textIsText() {
        String text = "plain, é, €, 😀, \0";
        assertThat(Utf8.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void strayBytesAreLoneSurrogates() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xc3, (byte) 0xa9, (byte) 0xe2, (byte) 0x82};
        assertThat(Utf8.decode(bytes)).isEqualTo("a\udcff\udcc3bé\udce2\udc82");
    }

    /** Overlong forms, surrogates and what is beyond U+10FFFF are no UTF-8 (RFC 3629). */
    @Test
    void whatOnlyLooksLikeUtf8IsStray() {
        byte[] bytes = {
            (byte) 0xc0, (byte) 0x80, (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xf4, (byte) 0x90, -128, -128
        };
        assertThat(Utf8.decode(bytes)).hasSize(bytes.length);
        assertThat(Utf8.encode(Utf8.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void anyBytesComeBack() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(Utf8.encode(Utf8.decode(bytes))).isEqualTo(bytes);
        }
    }
}
