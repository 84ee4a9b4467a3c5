package dev.skep.lang.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text and back, without loss: UTF-8 where it is UTF-8; a stray byte is held as the lone surrogate U+DC00 + byte.
 * Strings of the language are bytes in the end, and files and arguments need not be text.
 */
public final class Utf8 {
    /** What a stray byte is added to. */
    public static final int STRAY = 0xdc00;

    private Utf8() {}

    /** The bytes of a text. */
    public static byte[] encode(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length() && plain; i++) {
            plain = !Character.isSurrogate(value.charAt(i));
        }
        if (plain) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < value.length()) {
            int point = value.codePointAt(at);
            if (point > STRAY + 0x7f && point <= STRAY + 0xff) {
                out.write(point - STRAY);
            } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
            at += Character.charCount(point);
        }
        return out.toByteArray();
    }

    /** The text of bytes. */
    public static String decode(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        int from = 0;
        int at = 0;
        while (at < bytes.length) {
            int length = bytes[at] >= 0 ? 1 : sequence(bytes, at);
            if (length == 0) {
                out.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
                out.append((char) (STRAY + (bytes[at] & 0xff)));
                at++;
                from = at;
            } else {
                at += length;
            }
        }
        return out.append(new String(bytes, from, at - from, StandardCharsets.UTF_8))
                .toString();
    }

    /** The length of the well-formed UTF-8 sequence that begins here, or 0. */
    private static int sequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : 4;
        if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        int point = lead & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            point = (point << 6) | (bytes[at + i] & 0x3f);
        }
        boolean shortest = length == 2 || point >= (length == 3 ? 0x800 : 0x10000);
        return shortest && point <= Character.MAX_CODE_POINT && (point < 0xd800 || point > 0xdfff) ? length : 0;
    }
}
