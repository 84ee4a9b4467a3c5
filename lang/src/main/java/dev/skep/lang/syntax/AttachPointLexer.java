package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one attach point, which has its own rules: parts between colons, each of nearly any characters
 * ({@code sys_enter_*}, {@code [a-z]}, {@code fn+8}, {@code "ns::f(int)"}, {@code $1}). White space, a comma or a brace
 * ends it; so does a slash, which begins the predicate, but not where a path stands ({@code uprobe:/bin/bash:readline}).
 */
final class AttachPointLexer {
    private final Lexer lexer;
    private final String text;

    AttachPointLexer(Lexer lexer) {
        this.lexer = lexer;
        this.text = lexer.source().text();
    }

    /** Reads from the lexer's position and leaves it behind the attach point; the parts are none if nothing stands there. */
    List<Ast.AttachPoint.Part> read() {
        List<Ast.AttachPoint.Part> parts = new ArrayList<>(4);
        int first = lexer.position();
        while (true) {
            int start = lexer.position();
            int end = skipPart(parts.isEmpty() ? "" : parts.getFirst().text(), parts.size());
            lexer.moveTo(end);
            if (parts.isEmpty() && end == first && lexer.peek(0) != ':') {
                return parts;
            }
            parts.add(new Ast.AttachPoint.Part(text.substring(start, end), new Span(lexer.source(), start, end)));
            if (lexer.peek(0) != ':') {
                return parts;
            }
            lexer.moveTo(end + 1);
        }
    }

    private int skipPart(String provider, int index) {
        int at = lexer.position();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = skipQuoted(at);
                continue;
            }
            if (ends(c) || (c == '/' && !holdsPath(provider, index))) {
                break;
            }
            at++;
        }
        return at;
    }

    private int skipQuoted(int open) {
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            if (text.charAt(at) == '"') {
                return at + 1;
            }
            at++;
        }
        lexer.error(Code.UNTERMINATED_STRING, open, at, "unterminated string in the attach point");
        return at;
    }

    private static boolean ends(char c) {
        return c <= ' ' || c == ':' || c == ',' || c == ';' || c == '{' || c == '}' || c == '(' || c == ')';
    }

    /** Whether a part may be a path: the binary of a user-space probe, the pin of an iterator. */
    private static boolean holdsPath(String provider, int index) {
        return switch (provider.toLowerCase(Locale.ROOT)) {
            case "u", "ur", "uprobe", "uretprobe", "usdt" -> index == 1;
            case "it", "iter" -> index == 2;
            default -> false;
        };
    }
}
