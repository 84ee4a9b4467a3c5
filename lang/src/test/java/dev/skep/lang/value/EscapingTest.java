package dev.skep.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EscapingTest {

    @Test
    void textStays() {
        assertThat(terminal("sshd-session: häß 日本 🐝 ~")).isEqualTo("sshd-session: häß 日本 🐝 ~");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(terminal("\0\t\n\r\u001b[31m\u007f")).isEqualTo("\\x00\\x09\\x0a\\x0d\\x1b[31m\\x7f");
    }

    @Test
    void controlCharactersOfTheUpperHalfAreEscaped() {
        assertThat(terminal("a\u0080\u009bc\u00a0")).isEqualTo("a\\xc2\\x80\\xc2\\x9bc\u00a0");
    }

    @Test
    void whatReordersTheLineIsEscaped() {
        assertThat(terminal("a\u202eb\u2066c\u2028")).isEqualTo("a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6c\\xe2\\x80\\xa8");
    }

    @Test
    void malformedUtf8IsEscaped() {
        assertThat(terminal(0x61, 0xff, 0x62)).isEqualTo("a\\xffb");
        assertThat(terminal(0xc3)).isEqualTo("\\xc3");
        assertThat(terminal(0xc0, 0x80)).isEqualTo("\\xc0\\x80");
        assertThat(terminal(0xe0, 0x80, 0x80)).isEqualTo("\\xe0\\x80\\x80");
        assertThat(terminal(0xed, 0xa0, 0x80)).isEqualTo("\\xed\\xa0\\x80");
        assertThat(terminal(0xf4, 0x90, 0x80, 0x80)).isEqualTo("\\xf4\\x90\\x80\\x80");
        assertThat(terminal(0xf0, 0x9f, 0x61)).isEqualTo("\\xf0\\x9fa");
        assertThat(terminal(0x80, 0xc3, 0xa4)).isEqualTo("\\x80ä");
    }

    @Test
    void jsonEscapesWhatStringsMayNotHold() {
        assertThat(json("plain häß 日本 🐝 ~/'")).isEqualTo("plain häß 日本 🐝 ~/'");
        assertThat(json("\"a\\b\"")).isEqualTo("\\\"a\\\\b\\\"");
        assertThat(json("\0\t\n\r\u001b")).isEqualTo("\\u0000\\t\\n\\r\\u001b");
    }

    @Test
    void jsonEscapesWhatHarmsTerminals() {
        assertThat(json("\u007f|\u009b|\u202e|\u2028|\u2066")).isEqualTo("\\u007f|\\u009b|\\u202e|\\u2028|\\u2066");
    }

    @Test
    void jsonReplacesWhatIsNoUtf8() {
        assertThat(json(0x61, 0xff, 0x62)).isEqualTo("a\\ufffdb");
        assertThat(json(0xed, 0xa0, 0x80)).as("a lone surrogate").isEqualTo("\\ufffd\\ufffd\\ufffd");
        assertThat(json(0xc3)).isEqualTo("\\ufffd");
        assertThat(json(0xf0, 0x9f, 0x22)).isEqualTo("\\ufffd\\ufffd\\\"");
    }

    /** Whatever comes in, what goes out is UTF-8 without control characters. */
    @Test
    void outputIsAlwaysSafe() throws CharacterCodingException {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            TextBuffer out = new TextBuffer();
            Escaping.TERMINAL.append(out, bytes, 0, bytes.length);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
            assertThat(text.chars().noneMatch(Character::isISOControl)).isTrue();
        }
    }

    @Test
    void filesGetTheBytes() {
        TextBuffer out = new TextBuffer();
        Escaping.NONE.append(out, new byte[] {1, 27, (byte) 0xff, 9}, 1, 3);
        assertThat(out.toByteArray()).isEqualTo(new byte[] {27, (byte) 0xff});
    }

    private static String terminal(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return terminal(all);
    }

    private static String terminal(String text) {
        return terminal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String terminal(byte[] bytes) {
        TextBuffer out = new TextBuffer();
        Escaping.TERMINAL.append(out, bytes, 0, bytes.length);
        return out.toString();
    }

    private static String json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TextBuffer out = new TextBuffer();
        Escaping.JSON.append(out, bytes, 0, bytes.length);
        return out.toString();
    }

    private static String json(int... bytes) {
        byte[] text = new byte[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes[i];
        }
        TextBuffer out = new TextBuffer();
        Escaping.JSON.append(out, text, 0, text.length);
        return out.toString();
    }
}
