package dev.skep.lang.syntax;

import org.jspecify.annotations.Nullable;

/**
 * An integer as the language writes it: {@code 10}, {@code 1_000}, {@code 017}, {@code 0xff}, {@code 2e3}, {@code 10UL},
 * {@code 5ms}. Durations become nanoseconds; C's suffixes mean nothing.
 *
 * @param value the 64 bits, unsigned above {@link Long#MAX_VALUE}; 0 if there is a problem
 * @param isDuration whether it was written with a unit of time
 * @param problem what is wrong with it, or null
 */
public record Number64(
        long value, boolean isDuration, @Nullable String problem) {

    /** Reads the characters from {@code start} up to {@code end}, which begin with a digit. */
    public static Number64 parse(String text, int start, int end) {
        int base = 10;
        int at = start;
        if (text.charAt(start) == '0' && end - start > 1) {
            char second = text.charAt(start + 1);
            if (second == 'x' || second == 'X') {
                base = 16;
                at = start + 2;
            } else if (Lexer.isDigit(second) || second == '_') {
                base = 8;
                at = start + 1;
            }
        }
        int digits = at;
        long value = 0;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == '_' && at > digits) {
                continue;
            }
            int digit = base == 16 ? Character.digit(c, 16) : Lexer.isDigit(c) ? c - '0' : -1;
            if (digit < 0 || c > 127) {
                break;
            }
            if (digit >= base) {
                return invalid(text, start, end, "'" + c + "' is not an octal digit");
            }
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, base)) > 0) {
                return tooBig(text, start, end);
            }
            value = value * base + digit;
        }
        if (at == digits && base == 16) {
            return invalid(text, start, end, "no digits after '0x'");
        }
        if (base == 10 && at + 1 < end && text.charAt(at) == 'e' && Lexer.isDigit(text.charAt(at + 1))) {
            int exponent = 0;
            for (at++; at < end && Lexer.isDigit(text.charAt(at)); at++) {
                exponent = Math.min(exponent * 10 + text.charAt(at) - '0', 100);
            }
            for (; exponent > 0 && value != 0; exponent--) {
                if (Long.compareUnsigned(value, Long.divideUnsigned(-1, 10)) > 0) {
                    return tooBig(text, start, end);
                }
                value *= 10;
            }
        }
        String suffix = text.substring(at, end);
        long unit = unit(suffix);
        if (unit == 0) {
            return invalid(text, start, end, "unknown suffix '" + suffix + "'");
        }
        if (Long.compareUnsigned(value, Long.divideUnsigned(-1, unit)) > 0) {
            return tooBig(text, start, end);
        }
        return new Number64(value * unit, unit > 1 || suffix.equals("ns"), null);
    }

    /** What a suffix multiplies by, or 0 if there is no such suffix. */
    private static long unit(String suffix) {
        return switch (suffix) {
            case "", "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            case "u", "U", "l", "L", "ll", "LL" -> 1;
            case "ul", "uL", "Ul", "UL", "lu", "lU", "Lu", "LU" -> 1;
            case "ull", "uLL", "Ull", "ULL", "llu", "llU", "LLu", "LLU" -> 1;
            default -> 0;
        };
    }

    private static Number64 tooBig(String text, int start, int end) {
        return invalid(text, start, end, "more than 64 bits");
    }

    private static Number64 invalid(String text, int start, int end, String why) {
        String shown = end - start > 40 ? text.substring(start, start + 40) + "..." : text.substring(start, end);
        return new Number64(0, false, "invalid number '" + shown + "': " + why);
    }
}
