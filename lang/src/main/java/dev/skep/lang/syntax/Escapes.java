package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Utf8;

/**
 * The escapes of strings: {@code \n \t \r \" \\}, octal {@code \0nn}, hexadecimal {@code \xnn}. Strings are bytes in the
 * end, and escapes may make bytes that are no UTF-8: such a byte is held as the lone surrogate U+DC00 + byte, so that text
 * stays text and {@link Utf8#encode} gives back exactly what was written.
 */
final class Escapes {
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
                out.append((char) (Utf8.STRAY + value));
                raw = true;
            }
        }
        return raw ? Utf8.decode(Utf8.encode(out.toString())) : out.toString();
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
                    if (c < ' ' || c == 127 || (stray && c >= Utf8.STRAY + 0x80 && c <= Utf8.STRAY + 0xff)) {
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

    private static boolean octal(char c) {
        return c >= '0' && c <= '7';
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
