package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;

/** The parser's view of the tokens: one token of lookahead, places, and the bound on nesting. */
final class TokenStream {
    /**
     * How deep a program may nest, and how high the tree of one expression may grow: the stages behind the parser walk the
     * tree by recursion.
     */
    static final int MAX_NESTING = 200;

    static final int MAX_HEIGHT = 500;

    private final Lexer lexer;
    private int previousStart;
    private int previousEnd;
    private int depth;
    private boolean tooDeep;
    private int errors;

    TokenStream(Lexer lexer) {
        this.lexer = lexer;
    }

    TokenKind kind() {
        return lexer.kind;
    }

    boolean at(TokenKind kind) {
        return lexer.kind == kind;
    }

    /** The current token's text value, see {@link Lexer#string}. */
    String string() {
        return lexer.string;
    }

    long number() {
        return lexer.number;
    }

    /** Where the current token starts. */
    int start() {
        return lexer.start;
    }

    Lexer lexer() {
        return lexer;
    }

    void advance() {
        previousStart = lexer.start;
        previousEnd = lexer.end;
        lexer.next();
    }

    /** Goes from a dot to the field behind it. */
    void advanceToField() {
        previousStart = lexer.start;
        previousEnd = lexer.end;
        lexer.nextField();
    }

    /** Starts to read tokens where the lexer stands. */
    void restart() {
        previousStart = lexer.position();
        previousEnd = lexer.position();
        lexer.next();
    }

    /** Ends at the current token: the lexer stays behind it, and what follows is read by other rules. */
    void finish() {
        previousStart = lexer.start;
        previousEnd = lexer.end;
    }

    /**
     * Ends at the current token, which is a semicolon. If it is missing at a line's end, this is reported and nothing else
     * is wrong.
     */
    void finishStatement() {
        if (at(TokenKind.SEMICOLON)) {
            finish();
            return;
        }
        SyntaxError missing = expected(TokenKind.SEMICOLON.text());
        if (!onNewLine()) {
            throw missing;
        }
        lexer.moveTo(previousEnd);
    }

    /** Whether a line ends in front of the current token. */
    boolean onNewLine() {
        int line = lexer.source().text().indexOf('\n', previousEnd);
        return line >= 0 && line < lexer.start;
    }

    boolean accept(TokenKind kind) {
        if (lexer.kind != kind) {
            return false;
        }
        advance();
        return true;
    }

    void expect(TokenKind kind) {
        if (!accept(kind)) {
            throw expected(kind.text());
        }
    }

    /** The kind of the token behind the current one. */
    TokenKind following() {
        Mark mark = mark();
        lexer.next();
        TokenKind following = lexer.kind;
        reset(mark);
        return following;
    }

    /** A place to come back to, with the token that is current there. */
    record Mark(TokenKind kind, int start, int end, long number, String string, int previousStart, int previousEnd) {}

    Mark mark() {
        return new Mark(lexer.kind, lexer.start, lexer.end, lexer.number, lexer.string, previousStart, previousEnd);
    }

    void reset(Mark mark) {
        lexer.moveTo(mark.end);
        lexer.kind = mark.kind;
        lexer.start = mark.start;
        lexer.end = mark.end;
        lexer.number = mark.number;
        lexer.string = mark.string;
        previousStart = mark.previousStart;
        previousEnd = mark.previousEnd;
    }

    /** From an offset to the end of the token before the current one. */
    Span spanFrom(int start) {
        return new Span(lexer.source(), start, Math.max(start, previousEnd));
    }

    /** The current token; at the program's end the last character. */
    Span tokenSpan() {
        if (lexer.kind == TokenKind.END) {
            return new Span(lexer.source(), Math.max(0, previousEnd - 1), previousEnd);
        }
        return new Span(lexer.source(), lexer.start, lexer.end);
    }

    SyntaxError expected(String what, String... hints) {
        return fail(
                Code.UNEXPECTED_TOKEN, tokenSpan(), "syntax error, expected " + what + " but found " + found(), hints);
    }

    SyntaxError fail(Code code, Span span, String message, String... hints) {
        errors++;
        // What the parser trips over next to a broken token is that token's fault.
        if (code != Code.UNEXPECTED_TOKEN || lexer.lastError() < previousStart) {
            lexer.diagnostics().error(code, span, message, hints);
        }
        return new SyntaxError();
    }

    /** How many errors were found so far. */
    int errors() {
        return errors;
    }

    private String found() {
        if (lexer.kind == TokenKind.END) {
            return TokenKind.END.text();
        }
        String text = lexer.source().text().substring(lexer.start, Math.min(lexer.end, lexer.start + 40));
        return lexer.kind == TokenKind.STRING ? "a string" : "'" + text + "'";
    }

    int depth() {
        return depth;
    }

    /** Goes back to the nesting of a place that recovers from an error. */
    void resetDepth(int to) {
        depth = to;
    }

    void enter() {
        if (++depth > MAX_NESTING) {
            throw tooDeep("the program nests deeper than " + MAX_NESTING + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** The height of a tree over a part of the given height. */
    int above(int height) {
        if (height >= MAX_HEIGHT) {
            throw tooDeep("an expression has more than " + MAX_HEIGHT + " operations in a chain");
        }
        return height + 1;
    }

    private SyntaxError tooDeep(String message) {
        errors++;
        if (!tooDeep) {
            tooDeep = true;
            lexer.diagnostics()
                    .error(Code.NESTED_TOO_DEEP, tokenSpan(), message, "keep intermediate results in variables");
        }
        return new SyntaxError();
    }
}
