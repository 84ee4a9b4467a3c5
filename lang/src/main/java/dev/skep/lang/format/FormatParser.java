package dev.skep.lang.format;

import dev.skep.lang.value.TextBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a format into literal text and conversions. */
final class FormatParser {
    private static final String FLAGS = "-+ #0";

    private final String text;
    private final List<byte[]> literals = new ArrayList<>();
    private final List<Conversion> conversions = new ArrayList<>();
    private final List<FormatProblem> problems = new ArrayList<>();
    private int at;

    FormatParser(String text) {
        this.text = text;
    }

    FormatString parse() {
        TextBuffer literal = new TextBuffer();
        int plain = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
            at = percent + 1;
            if (peek() == '%') {
                literal.append(text.substring(plain, at));
                plain = ++at;
                continue;
            }
            Conversion conversion = conversion(percent);
            if (conversion == null) {
                at = percent + 1;
                continue;
            }
            literal.append(text.substring(plain, percent));
            literals.add(literal.toByteArray());
            literal.clear();
            conversions.add(conversion);
            plain = at;
        }
        literals.add(literal.append(text.substring(plain)).toByteArray());
        return new FormatString(text, literals, conversions, problems);
    }

    /** The conversion whose percent sign was read, or null if it is none. */
    private @Nullable Conversion conversion(int start) {
        int flags = 0;
        for (int flag = FLAGS.indexOf(peek()); flag >= 0; flag = FLAGS.indexOf(peek())) {
            flags |= 1 << flag;
            at++;
        }
        int width = number(Conversion.NONE);
        int precision = Conversion.NONE;
        if (peek() == '.') {
            at++;
            precision = number(0);
        }
        Conversion.Length length = length();
        int letters = at;
        Conversion.Kind kind = kind();
        if (kind == null) {
            return null;
        }
        if (width > Conversion.WIDEST || precision > Conversion.WIDEST) {
            problem(start, "width and precision are at most " + Conversion.WIDEST);
        } else if (unsupported(letters)) {
            problem(start, "unsupported format specifier: " + text.substring(letters, at));
        }
        return new Conversion(start, at, kind, flags, width, precision, length);
    }

    /** A number, {@code *}, or neither. */
    private int number(int otherwise) {
        if (peek() == '*') {
            at++;
            return Conversion.ARGUMENT;
        }
        int start = at;
        int number = 0;
        for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
            number = Math.min(number * 10 + digit, Conversion.WIDEST + 1);
            at++;
        }
        return at == start ? otherwise : number;
    }

    private Conversion.Length length() {
        Conversion.Length length = Conversion.Length.INT;
        switch (peek()) {
            case 'h' -> {
                at++;
                length = Conversion.Length.SHORT;
                if (peek() == 'h') {
                    at++;
                    length = Conversion.Length.CHAR;
                }
            }
            case 'l' -> {
                at++;
                length = Conversion.Length.LONG;
                if (peek() == 'l') {
                    at++;
                }
            }
            case 'j', 'z', 't', 'L' -> {
                at++;
                length = Conversion.Length.LONG;
            }
            default -> {}
        }
        return length;
    }

    /** The kind that the next letters name, or null; what is known but not supported counts as a number. */
    private Conversion.@Nullable Kind kind() {
        char letter = peek();
        at++;
        return switch (letter) {
            case 'd', 'i' -> Conversion.Kind.SIGNED;
            case 'u' -> Conversion.Kind.UNSIGNED;
            case 'o' -> Conversion.Kind.OCTAL;
            case 'x' -> Conversion.Kind.HEX;
            case 'X' -> Conversion.Kind.HEX_UPPER;
            case 'c' -> Conversion.Kind.CHARACTER;
            case 'p' -> Conversion.Kind.POINTER;
            case 's' -> Conversion.Kind.STRING;
            case 'r' -> buffer();
            case 'e', 'E', 'f', 'F', 'a', 'A', 'G', 'n' -> Conversion.Kind.SIGNED;
            case 'g' -> {
                at += peek() == 'r' ? 1 : 0;
                yield Conversion.Kind.SIGNED;
            }
            default -> null;
        };
    }

    private Conversion.Kind buffer() {
        char letter = peek();
        at += letter == 'x' || letter == 'h' ? 1 : 0;
        return letter == 'x'
                ? Conversion.Kind.BUFFER_ESCAPED
                : letter == 'h' ? Conversion.Kind.BUFFER_HEX : Conversion.Kind.BUFFER;
    }

    private boolean unsupported(int letters) {
        return "eEfFaAgGn".indexOf(text.charAt(letters)) >= 0;
    }

    private void problem(int start, String message) {
        problems.add(new FormatProblem(-1, start, at, message));
    }

    /** The next character, or NUL behind the last. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }
}
