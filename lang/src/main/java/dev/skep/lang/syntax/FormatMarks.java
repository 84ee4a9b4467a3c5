package dev.skep.lang.syntax;

import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.FormatPieces.Piece;
import java.util.List;

/** What is known about each piece of a script, and where in the text the pieces are. */
final class FormatMarks {
    /** A line begins here. */
    static final int START = 1;
    /** A brace behind which lines begin that are indented. */
    static final int OPEN = 2;
    /** The brace that ends them. */
    static final int CLOSE = 4;
    /** Nothing stands between this and what follows. */
    static final int PREFIX = 8;
    /** Nothing stands between this and what is in front. */
    static final int POSTFIX = 16;
    /** The star of a type. */
    static final int STAR = 32;
    /** A semicolon stands behind this. */
    static final int END = 64;
    /** A section ends here, and an empty line follows. */
    static final int PARAGRAPH = 128;
    /** The piece is a part of a declaration in C. */
    static final int C = 256;

    private final List<Piece> pieces;
    private final int[] flags;
    /** How many characters of tokens, and how many comments, stand in front of each piece. */
    private final int[] lengths;

    private final int[] comments;

    FormatMarks(List<Piece> pieces) {
        this.pieces = pieces;
        this.flags = new int[pieces.size()];
        this.lengths = new int[pieces.size() + 1];
        this.comments = new int[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            // The formatter adds and drops semicolons: they must not decide what fits.
            lengths[i + 1] = lengths[i] + (piece.is(TokenKind.SEMICOLON) ? 0 : piece.end() - piece.start() + 1);
            comments[i + 1] = comments[i] + (piece.comment() ? 1 : 0);
        }
    }

    /** The flags of each piece. */
    int[] flags() {
        return flags;
    }

    Piece piece(int at) {
        return pieces.get(at);
    }

    /** How many characters the tokens of a place have on one line, or more than any line has if there are comments. */
    int width(Span span) {
        int from = from(span.start());
        int to = endingAt(span.end()) + 1;
        return comments[to] == comments[from] ? lengths[to] - lengths[from] : Integer.MAX_VALUE;
    }

    /** The first piece that starts at an offset or behind it. */
    int from(int offset) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first piece from an offset on that is no comment. */
    int token(int offset) {
        int at = from(offset);
        while (pieces.get(at).comment()) {
            at++;
        }
        return at;
    }

    /** The last piece in front of an offset that is no comment. */
    int before(int offset) {
        int at = from(offset) - 1;
        while (pieces.get(at).comment()) {
            at--;
        }
        return at;
    }

    /** The last piece of what ends at an offset; semicolons are no part of anything. */
    int endingAt(int offset) {
        int at = before(offset);
        while (pieces.get(at).comment() || pieces.get(at).is(TokenKind.SEMICOLON)) {
            at--;
        }
        return at;
    }

    void mark(int piece, int flag) {
        flags[piece] |= flag;
    }

    void start(int offset) {
        mark(token(offset), START);
    }

    void end(Span span) {
        mark(endingAt(span.end()), END);
    }

    /** Lines between two braces, unless there is nothing between them. */
    void lines(int open, int close) {
        int inside = open + 1;
        while (pieces.get(inside).is(TokenKind.SEMICOLON)) {
            inside++;
        }
        if (inside < close) {
            mark(open, OPEN);
            mark(close, CLOSE);
        }
    }
}
