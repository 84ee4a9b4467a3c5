package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A script as the formatter sees it: tokens, comments, and what stays as it is written, in order. */
final class FormatPieces {
    /**
     * A piece of the text.
     *
     * @param kind of a token; null for a comment, an attach point or a directive
     * @param newlines how many line breaks stand in front of it
     */
    record Piece(@Nullable TokenKind kind, boolean comment, int start, int end, int newlines) {
        boolean is(TokenKind expected) {
            return kind == expected;
        }
    }

    private final String text;
    private final Lexer lexer;
    private final List<Span> comments = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    /** Where the last piece ends. */
    private int last;

    private FormatPieces(Source source) {
        this.text = source.text();
        this.lexer = new Lexer(source, new Diagnostics());
        lexer.collectComments(comments);
    }

    /** The pieces of a script without errors. */
    static List<Piece> of(Ast.Script script) {
        Source source = script.span().source();
        FormatPieces found = new FormatPieces(source);
        found.interpreterLine();
        for (Section section : script.sections()) {
            found.tokens(section.span().start());
            if (section instanceof CAst.Directive) {
                found.asWritten(section.span());
            } else if (section instanceof Ast.Probe probe) {
                for (Ast.AttachPoint point : probe.attachPoints()) {
                    found.tokens(point.span().start());
                    found.asWritten(point.span());
                }
            }
            found.tokens(section.span().end());
        }
        found.tokens(source.text().length());
        return found.pieces;
    }

    private void interpreterLine() {
        if (text.startsWith("#!")) {
            int line = text.indexOf('\n');
            asWritten(new Span(lexer.source(), 0, line < 0 ? text.length() : line));
        }
    }

    private void asWritten(Span span) {
        add(null, false, span.start(), span.end());
        lexer.moveTo(span.end());
    }

    /** Takes all tokens and comments up to an offset. */
    private void tokens(int end) {
        boolean field = false;
        while (true) {
            comments.clear();
            lexer.skipTrivia();
            int position = lexer.position();
            for (Span comment : comments) {
                if (comment.start() < end) {
                    add(null, true, comment.start(), comment.end());
                }
            }
            if (position >= end) {
                lexer.moveTo(end);
                return;
            }
            if (field) {
                lexer.nextField();
            } else {
                lexer.next();
            }
            field = lexer.kind == TokenKind.DOT || lexer.kind == TokenKind.ARROW;
            add(lexer.kind, false, lexer.start, lexer.end);
        }
    }

    private void add(@Nullable TokenKind kind, boolean comment, int start, int end) {
        int newlines = 0;
        for (int at = last; at < start; at++) {
            newlines += text.charAt(at) == '\n' ? 1 : 0;
        }
        pieces.add(new Piece(kind, comment, start, end, newlines));
        last = end;
    }
}
