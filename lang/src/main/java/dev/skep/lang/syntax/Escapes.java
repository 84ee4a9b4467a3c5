package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The escapes of strings: {@code \n \t \r \" \\}, octal {@code \0nn}, hexadecimal {@code \xnn}. Strings are bytes in the
 * end, and escapes may make bytes that are no UTF-8: such a byte is held as the lone surrogate U+DC00 + byte, so that text
 * stays text and {@link #encode} gives back exactly what was written.
 */
final class Escapes {
    private static final int STRAY = 0xdc00;

    private Escapes() {}

    /** The string between two quotes, escapes replaced. Problems are reported through the lexer. */
    static String replace(String text, int start, int end, Lexer lexer) {
        StringBuilder out = new StringBuilder(end - start);
        boolean raw = false;
        int at = start;
        while (at < end) {
            char c = text.charAt(at);
            if (c != '\\') {
                out.append(c);
                at++;
                continue;
            }
            int from = at;
            char escape = text.charAt(at + 1);
            at += 2;
            int value = -1;
            switch (escape) {
                case 'n' -> value = '\n';
                case 't' -> value = '\t';
                case 'r' -> value = '\r';
                case '"', '\\' -> value = escape;
                case 'x' -> {
                    int digits = at;
                    for (; at < end && at - digits < 2 && hex(text.charAt(at)) >= 0; at++) {
                        value = Math.max(value, 0) * 16 + hex(text.charAt(at));
                    }
                }
                default -> {
                    if (octal(escape)) {
                        value = escape - '0';
                        for (int digits = at; at < end && at - digits < 2 && octal(text.charAt(at)); at++) {
                            value = value * 8 + text.charAt(at) - '0';
                        }
                    }
                }
            }
            if (value < 0 || value > 255) {
                lexer.error(
                        Code.BAD_ESCAPE,
                        from,
                        at,
                        "invalid escape '" + text.substring(from, at) + "' in string",
                        "the escapes are \\n \\t \\r \\\" \\\\ \\0nn (octal, up to \\377) \\xnn (hexadecimal)");
            } else if (value < 128) {
                out.append((char) value);
            } else {
                out.append((char) (STRAY + value));
                raw = true;
            }
        }
        return raw ? decode(encode(out.toString())) : out.toString();
    }

    /** Writes a value as the string literal that gives it. */
    static StringBuilder quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '"', '\\' -> out.append('\\').append(c);
                default -> {
                    boolean low = Character.isLowSurrogate(c);
                    boolean stray = low && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
                    if (c < ' ' || c == 127 || (stray && c >= STRAY + 0x80 && c <= STRAY + 0xff)) {
                        hexadecimal(c & 0xff, out.append("\\x"));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"');
    }

    private static void hexadecimal(int value, StringBuilder out) {
        out.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
    }

    /** The bytes of a string's value. */
    static byte[] encode(String value) {
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

    /** Bytes as text: UTF-8 where it is UTF-8, and stray bytes as lone surrogates. */
    static String decode(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                out.append((char) (STRAY + (bytes[at] & 0xff)));
                at++;
            } else {
                out.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return out.toString();
    }

    /** The length of the well-formed UTF-8 sequence that begins here, or 0. */
    private static int sequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : 4;
        if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        int point = lead < 0x80 ? lead : lead & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            point = (point << 6) | (bytes[at + i] & 0x3f);
        }
        boolean shortest = length < 3 || point >= (length == 3 ? 0x800 : 0x10000);
        return shortest && point <= Character.MAX_CODE_POINT && (point < 0xd800 || point > 0xdfff) ? length : 0;
    }

    private static boolean octal(char c) {
        return c >= '0' && c <= '7';
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
