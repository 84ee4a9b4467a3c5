package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of the C preprocessor. They have rules of their own: a line's end ends them, but not behind a backslash. */
final class DirectiveParser {
    private final Lexer lexer;
    private final String text;

    DirectiveParser(Lexer lexer) {
        this.lexer = lexer;
        this.text = lexer.source().text();
    }

    /** Reads the directive at the lexer's position, or null if it is broken, and leaves the lexer at the line's end. */
    CAst.@Nullable Directive read() {
        int start = lexer.position();
        int end = end(start);
        lexer.moveTo(end);
        Span span = new Span(lexer.source(), start, trimmedEnd(start, end));
        String line = joined(start + 1, end);
        String name = name(line, 0);
        String rest = line.substring(name.length()).strip();
        if (name.equals("include")) {
            return include(rest, span);
        }
        if (name.equals("define")) {
            return define(rest, span);
        }
        if (isDirective(name) || line.isEmpty()) {
            return new CAst.OtherDirective(name, rest, span);
        }
        lexer.error(
                Code.UNEXPECTED_CHARACTER,
                start,
                span.end(),
                name.isEmpty() ? "unexpected character '#'" : "unknown preprocessor directive '#" + name + "'",
                "a comment begins with '//'");
        return null;
    }

    private static boolean isDirective(String name) {
        return switch (name) {
            case "undef", "if", "ifdef", "ifndef", "else", "elif", "elifdef", "elifndef", "endif" -> true;
            case "include_next", "error", "warning", "pragma", "line", "ident" -> true;
            default -> false;
        };
    }

    /** A name that a macro stands for is left to the preprocessor. */
    private CAst.@Nullable Directive include(String rest, Span span) {
        boolean system = rest.startsWith("<");
        if (!system && !rest.startsWith("\"") && !rest.isEmpty()) {
            return new CAst.OtherDirective("include", rest, span);
        }
        int close = rest.indexOf(system ? '>' : '"', 1);
        if (close < 2 || close < rest.length() - 1) {
            lexer.error(
                    Code.UNEXPECTED_TOKEN,
                    span.start(),
                    span.end(),
                    "syntax error, expected a file behind '#include'",
                    "it is written: #include <linux/sched.h> or #include \"own.h\"");
            return null;
        }
        return new CAst.Include(rest.substring(1, close), system, span);
    }

    private CAst.@Nullable Define define(String rest, Span span) {
        String name = name(rest, 0);
        if (name.isEmpty()) {
            lexer.error(
                    Code.UNEXPECTED_TOKEN,
                    span.start(),
                    span.end(),
                    "syntax error, expected a name behind '#define'",
                    "it is written: #define NAME value");
            return null;
        }
        int at = name.length();
        List<String> parameters = null;
        if (rest.startsWith("(", at)) {
            int close = rest.indexOf(')', at);
            parameters = close < 0 ? null : parameters(rest.substring(at + 1, close));
            if (parameters == null) {
                lexer.error(
                        Code.UNEXPECTED_TOKEN,
                        span.start(),
                        span.end(),
                        "syntax error, expected names with commas between as the parameters of '" + name + "'",
                        "with a space in front of it the parenthesis belongs to the body");
                return null;
            }
            at = close + 1;
        }
        return new CAst.Define(name, parameters, rest.substring(at).strip(), span);
    }

    private static @Nullable List<String> parameters(String list) {
        List<String> parameters = new ArrayList<>();
        if (list.isBlank()) {
            return parameters;
        }
        for (int at = 0; at <= list.length(); ) {
            int comma = list.indexOf(',', at);
            int end = comma < 0 ? list.length() : comma;
            String parameter = list.substring(at, end).strip();
            String name = name(parameter, 0);
            String behind = parameter.substring(name.length()).strip();
            boolean variadic = behind.equals("...") && comma < 0;
            if (!variadic && (name.isEmpty() || !behind.isEmpty())) {
                return null;
            }
            parameters.add(variadic ? name + "..." : name);
            at = end + 1;
        }
        return parameters;
    }

    private static String name(String line, int from) {
        int end = from;
        if (end < line.length() && Lexer.isNameStart(line.charAt(end))) {
            while (end < line.length() && Lexer.isNamePart(line.charAt(end))) {
                end++;
            }
        }
        return line.substring(from, end);
    }

    // ------------------------------------------------------------------------------------------------------ the line

    /** Where the directive ends: at a line break, or at the end of the text. */
    private int end(int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '\n') {
            at = next(at);
        }
        return Math.min(at, text.length());
    }

    private int trimmedEnd(int start, int end) {
        int at = end;
        while (at > start + 1 && text.charAt(at - 1) <= ' ') {
            at--;
        }
        return at;
    }

    /** Behind what stands here: a joined line break, a comment, a string, or one character. */
    private int next(int at) {
        char c = text.charAt(at);
        char second = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
        if (c == '\\' && (second == '\n' || text.startsWith("\r\n", at + 1))) {
            return at + (second == '\n' ? 2 : 3);
        }
        if (c == '/' && second == '*') {
            int close = text.indexOf("*/", at + 2);
            if (close < 0) {
                lexer.error(Code.UNTERMINATED_COMMENT, at, at + 2, "unterminated comment", "close it with '*/'");
            }
            return close < 0 ? text.length() : close + 2;
        }
        if (c == '/' && second == '/') {
            int end = at + 2;
            while (end < text.length() && text.charAt(end) != '\n') {
                end = text.charAt(end) == '\\' ? next(end) : end + 1;
            }
            return end;
        }
        if (c == '"' || c == '\'') {
            for (int end = at + 1; end < text.length() && text.charAt(end) != '\n'; end++) {
                if (text.charAt(end) == '\\') {
                    end++;
                } else if (text.charAt(end) == c) {
                    return end + 1;
                }
            }
        }
        return at + 1;
    }

    /** A line without comments and line breaks, and without space around it. */
    private String joined(int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        for (int at = start; at < end; ) {
            int next = Math.min(next(at), end);
            char c = text.charAt(at);
            boolean comment = next > at + 1 && (c == '/' || (c == '\\'));
            if (comment) {
                out.append(' ');
            } else {
                out.append(text, at, next);
            }
            at = next;
        }
        return out.toString().strip();
    }
}
