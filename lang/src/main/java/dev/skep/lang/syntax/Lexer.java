package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bodies and predicates into tokens, one at a time and on demand: the parser says when the text is something else (an
 * attach point). The token lies in the fields, which the next call overwrites. May be set back to an earlier offset; what
 * was reported once is not reported again.
 */
final class Lexer {
    private final Source source;
    private final String text;
    private final Diagnostics diagnostics;
    private @Nullable List<Span> comments;
    private int position;
    /** Where the last error was found; what lies in front of it is not reported again. */
    private int reported = -1;

    TokenKind kind = TokenKind.END;
    int start;
    int end;
    /** Of an integer its 64 bits, of a positional parameter its number (0 for {@code $#}). */
    long number;
    /** Of a string its value, of a name the name, of a variable the name without {@code $}, of a map with {@code @}. */
    String string = "";

    Lexer(Source source, Diagnostics diagnostics) {
        this.source = source;
        this.text = source.text();
        this.diagnostics = diagnostics;
    }

    Source source() {
        return source;
    }

    int position() {
        return position;
    }

    void moveTo(int offset) {
        position = offset;
    }

    /** The character {@code ahead} places behind the position, or NUL behind the text's end. */
    char peek(int ahead) {
        int at = position + ahead;
        return at < text.length() ? text.charAt(at) : '\0';
    }

    boolean atEnd() {
        return position >= text.length();
    }

    /** Where the last error in a token was found, or -1. */
    int lastError() {
        return reported;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Reports what is wrong with a token. */
    void error(Code code, int from, int to, String message, String... hints) {
        if (from > reported) {
            reported = from;
            diagnostics.error(code, new Span(source, from, to), message, hints);
        }
    }

    /** Gives the places of comments from here on to a list; what is read twice is in it twice. */
    void collectComments(List<Span> into) {
        comments = into;
    }

    private void comment(int from, int to) {
        if (comments != null) {
            comments.add(new Span(source, from, to));
        }
    }

    /** Skips white space and comments. */
    void skipTrivia() {
        while (!atEnd()) {
            char c = text.charAt(position);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b') {
                position++;
            } else if (c == '/' && peek(1) == '/') {
                int line = text.indexOf('\n', position);
                int end = line < 0 ? text.length() : line;
                comment(position, end);
                position = end;
            } else if (c == '/' && peek(1) == '*') {
                int close = text.indexOf("*/", position + 2);
                if (close < 0) {
                    error(
                            Code.UNTERMINATED_COMMENT,
                            position,
                            position + 2,
                            "unterminated comment",
                            "close it with '*/'");
                }
                int end = close < 0 ? text.length() : close + 2;
                comment(position, end);
                position = end;
            } else {
                return;
            }
        }
    }

    /** Whether the {@code /} that is the current token closes a predicate: what follows is the body, or nothing. */
    boolean slashClosesPredicate() {
        int back = position;
        skipTrivia();
        boolean closes = atEnd() || peek(0) == '{';
        position = back;
        return closes;
    }

    /** Reads what stands behind a dot: a name, or the number of a tuple's element ({@code $t.0.1} has two, not 0.1). */
    void nextField() {
        skipTrivia();
        if (!isDigit(peek(0))) {
            next();
            return;
        }
        start = position;
        while (isDigit(peek(0))) {
            position++;
        }
        end = position;
        kind = TokenKind.INTEGER;
        string = text.substring(start, end);
    }

    /** Reads the next token. */
    void next() {
        while (true) {
            skipTrivia();
            start = position;
            if (atEnd()) {
                kind = TokenKind.END;
                break;
            }
            char c = text.charAt(position);
            if (isNameStart(c)) {
                word();
            } else if (isDigit(c)) {
                number();
            } else if (c == '"') {
                string();
            } else if (c == '$') {
                dollar();
            } else if (c == '@') {
                position++;
                skipName();
                kind = TokenKind.MAP;
                string = text.substring(start, position);
            } else if (isForeignQuote(c)) {
                foreignQuotes(c);
            } else if (!operator(c)) {
                unexpected();
                continue;
            }
            break;
        }
        end = position;
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private void skipName() {
        while (isNamePart(peek(0))) {
            position++;
        }
    }

    private void word() {
        skipName();
        string = text.substring(start, position);
        kind = keyword(string);
    }

    private static TokenKind keyword(String word) {
        return switch (word) {
            case "break" -> TokenKind.BREAK;
            case "comptime" -> TokenKind.COMPTIME;
            case "continue" -> TokenKind.CONTINUE;
            case "else" -> TokenKind.ELSE;
            case "enum" -> TokenKind.ENUM;
            case "false" -> TokenKind.FALSE;
            case "fn" -> TokenKind.FN;
            case "for" -> TokenKind.FOR;
            case "if" -> TokenKind.IF;
            case "import" -> TokenKind.IMPORT;
            case "let" -> TokenKind.LET;
            case "macro" -> TokenKind.MACRO;
            case "offsetof" -> TokenKind.OFFSETOF;
            case "return" -> TokenKind.RETURN;
            case "sizeof" -> TokenKind.SIZEOF;
            case "struct" -> TokenKind.STRUCT;
            case "true" -> TokenKind.TRUE;
            case "typeinfo" -> TokenKind.TYPEINFO;
            case "typeof" -> TokenKind.TYPEOF;
            case "union" -> TokenKind.UNION;
            case "unroll" -> TokenKind.UNROLL;
            case "while" -> TokenKind.WHILE;
            default -> TokenKind.IDENTIFIER;
        };
    }

    private void dollar() {
        position++;
        char c = peek(0);
        if (c == '#') {
            position++;
            kind = TokenKind.POSITIONAL;
            number = 0;
        } else if (isDigit(c)) {
            while (isDigit(peek(0))) {
                position++;
            }
            kind = TokenKind.POSITIONAL;
            number = position - start > 7 ? -1 : Long.parseLong(text, start + 1, position, 10);
            if (number <= 0) {
                error(
                        Code.BAD_PARAMETER,
                        start,
                        position,
                        "invalid positional parameter '" + text.substring(start, position) + "'",
                        "positional parameters are numbered from $1; $# is how many there are");
                number = 1;
            }
        } else {
            skipName();
            kind = TokenKind.VARIABLE;
            string = text.substring(start + 1, position);
            if (string.isEmpty()) {
                error(
                        Code.UNEXPECTED_CHARACTER,
                        start,
                        position,
                        "'$' without a name",
                        "$name is a variable, $1 a positional parameter");
            }
        }
    }

    private void number() {
        while (isNamePart(peek(0))) {
            position++;
        }
        kind = TokenKind.INTEGER;
        string = "";
        number = 0;
        if (peek(0) == '.' && isDigit(peek(1))) {
            position++;
            while (isNamePart(peek(0))) {
                position++;
            }
            error(
                    Code.FLOATING_POINT,
                    start,
                    position,
                    "floating-point numbers are not supported",
                    "BPF has integers only: scale the value, 1500000 for 1.5e6");
            return;
        }
        Number64 parsed = Number64.parse(text, start, position);
        number = parsed.value();
        String problem = parsed.problem();
        if (problem != null) {
            error(Code.BAD_NUMBER, start, position, problem);
        }
    }

    private void string() {
        position++;
        kind = TokenKind.STRING;
        boolean escaped = false;
        while (true) {
            if (atEnd() || peek(0) == '\n') {
                int close = position > start + 1 && peek(-1) == '\r' ? position - 1 : position;
                error(
                        Code.UNTERMINATED_STRING,
                        start,
                        close,
                        "unterminated string",
                        "a string ends on its line; write \\n for a line break");
                string = "";
                return;
            }
            char c = peek(0);
            position++;
            if (c == '"') {
                break;
            }
            if (c == '\\') {
                escaped = true;
                // Whatever follows belongs to the escape, above all a quote; a line break ends the string all the same.
                if (!atEnd() && peek(0) != '\n') {
                    position++;
                }
            }
        }
        string = escaped
                ? Escapes.replace(text, start + 1, position - 1, this)
                : text.substring(start + 1, position - 1);
    }

    /** Text in quotes that are not the language's: one error, and then a string like any other. */
    private void foreignQuotes(char open) {
        char close = open == '\u201c' ? '\u201d' : open == '\u2018' ? '\u2019' : open;
        int line = text.indexOf('\n', position);
        int end = text.indexOf(close, position + 1);
        position = end < 0 || (line >= 0 && line < end) ? position + 1 : end + 1;
        kind = TokenKind.STRING;
        string = "";
        error(
                Code.FOREIGN_QUOTES,
                start,
                position,
                "unexpected character '" + open + "'",
                "strings are written in double quotes: \"text\"; a character is written as its number: 65 for A");
    }

    private void unexpected() {
        int from = position;
        while (!atEnd() && isUnexpected(peek(0))) {
            position++;
        }
        if (position == from) {
            position++;
        }
        String what = text.substring(from, Math.min(position, from + 20));
        error(Code.UNEXPECTED_CHARACTER, from, position, "unexpected character '" + what + "'");
    }

    private static boolean isForeignQuote(char c) {
        return c == '\'' || c == '`' || c == '\u2018' || c == '\u2019' || c == '\u201c' || c == '\u201d';
    }

    private static boolean isUnexpected(char c) {
        return c > 126 || (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\u000b');
    }

    private boolean operator(char c) {
        char second = peek(1);
        switch (c) {
            case '(' -> take(TokenKind.LEFT_PAREN, 1);
            case ')' -> take(TokenKind.RIGHT_PAREN, 1);
            case '[' -> take(TokenKind.LEFT_BRACKET, 1);
            case ']' -> take(TokenKind.RIGHT_BRACKET, 1);
            case '{' -> take(TokenKind.LEFT_BRACE, 1);
            case '}' -> take(TokenKind.RIGHT_BRACE, 1);
            case ',' -> take(TokenKind.COMMA, 1);
            case ';' -> take(TokenKind.SEMICOLON, 1);
            case ':' -> take(TokenKind.COLON, 1);
            case '?' -> take(TokenKind.QUESTION, 1);
            case '~' -> take(TokenKind.TILDE, 1);
            case '.' -> orDouble(second, '.', TokenKind.DOT, TokenKind.RANGE);
            case '=' -> orDouble(second, '=', TokenKind.ASSIGN, TokenKind.EQUAL);
            case '!' -> orDouble(second, '=', TokenKind.BANG, TokenKind.NOT_EQUAL);
            case '*' -> orDouble(second, '=', TokenKind.STAR, TokenKind.MULTIPLY_ASSIGN);
            case '/' -> orDouble(second, '=', TokenKind.SLASH, TokenKind.DIVIDE_ASSIGN);
            case '%' -> orDouble(second, '=', TokenKind.PERCENT, TokenKind.MODULO_ASSIGN);
            case '^' -> orDouble(second, '=', TokenKind.CARET, TokenKind.XOR_ASSIGN);
            case '+' -> orTwo(second, '+', TokenKind.PLUS, TokenKind.INCREMENT, TokenKind.ADD_ASSIGN);
            case '&' -> orTwo(second, '&', TokenKind.AMPERSAND, TokenKind.AND_AND, TokenKind.AND_ASSIGN);
            case '|' -> orTwo(second, '|', TokenKind.BAR, TokenKind.OR_OR, TokenKind.OR_ASSIGN);
            case '-' -> {
                if (second == '>') {
                    take(TokenKind.ARROW, 2);
                } else {
                    orTwo(second, '-', TokenKind.MINUS, TokenKind.DECREMENT, TokenKind.SUBTRACT_ASSIGN);
                }
            }
            case '<' -> {
                if (second == '<' && peek(2) == '=') {
                    take(TokenKind.SHIFT_LEFT_ASSIGN, 3);
                } else {
                    orTwo(second, '<', TokenKind.LESS, TokenKind.SHIFT_LEFT, TokenKind.LESS_EQUAL);
                }
            }
            case '>' -> {
                if (second == '>' && peek(2) == '=') {
                    take(TokenKind.SHIFT_RIGHT_ASSIGN, 3);
                } else {
                    orTwo(second, '>', TokenKind.GREATER, TokenKind.SHIFT_RIGHT, TokenKind.GREATER_EQUAL);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void take(TokenKind taken, int length) {
        kind = taken;
        position += length;
    }

    private void orDouble(char second, char expected, TokenKind single, TokenKind twice) {
        if (second == expected) {
            take(twice, 2);
        } else {
            take(single, 1);
        }
    }

    private void orTwo(char second, char same, TokenKind single, TokenKind doubled, TokenKind withEquals) {
        if (second == '=') {
            take(withEquals, 2);
        } else {
            orDouble(second, same, single, doubled);
        }
    }
}
