package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.FormatPieces.Piece;
import java.util.List;

/**
 * Writes a script in the one usual layout: two spaces of indentation, a statement a line, the brace of a probe on a line of
 * its own. Only white space and semicolons change: literals stay as they are written, and so do parentheses and comments,
 * each in its place. Of the empty lines between statements one stays; between probes there is one.
 *
 * <p>It goes through the tokens and asks the tree where lines begin ({@link FormatRoles}). What it decides hangs on tokens
 * and on where comments stand, which it does not change; so to format what is formatted changes nothing.
 */
public final class Formatter {
    private final String text;
    private final List<Piece> pieces;
    private final int[] flags;
    /** For each piece the first one from there on that is neither a comment nor a semicolon. */
    private final int[] following;

    private final StringBuilder out = new StringBuilder();
    private final FormatLine line = new FormatLine(out);
    private int indent;
    /** How many brackets are open on the line. */
    private int depth;
    /** The piece that was written last, or -1. */
    private int last = -1;
    /** Whether the line must end here: it has a comment that goes to its end. */
    private boolean full;
    /** Whether the line began with comments that belong to what follows. */
    private boolean begun;
    /** Whether an empty line is due in front of the next one. */
    private boolean paragraph;

    private Formatter(String text, List<Piece> pieces, int[] flags) {
        this.text = text;
        this.pieces = pieces;
        this.flags = flags;
        this.following = new int[pieces.size() + 1];
        following[pieces.size()] = pieces.size();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            boolean passed = pieces.get(i).comment() || pieces.get(i).is(TokenKind.SEMICOLON);
            following[i] = passed ? following[i + 1] : i;
        }
    }

    /** The script in the usual layout; as it is if it has errors, which are reported. */
    public static String format(Source source, Diagnostics diagnostics) {
        Diagnostics found = new Diagnostics();
        Ast.Script script = Parser.parse(source, found);
        diagnostics.addAll(found);
        if (found.hasErrors()) {
            return source.text();
        }
        List<Piece> pieces = FormatPieces.of(script);
        return new Formatter(source.text(), pieces, FormatRoles.of(script, pieces)).format();
    }

    private String format() {
        int newlines = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            newlines = Math.max(newlines, piece.newlines());
            if (piece.is(TokenKind.SEMICOLON)) {
                // The tree says where one stands.
                continue;
            }
            if (piece.comment()) {
                comment(i, newlines);
            } else {
                token(i, newlines);
            }
            newlines = 0;
        }
        line.end();
        return out.toString();
    }

    private boolean has(int piece, int flag) {
        return (flags[piece] & flag) != 0;
    }

    private String text(int piece) {
        Piece at = pieces.get(piece);
        return text.substring(at.start(), at.end());
    }

    // ------------------------------------------------------------------------------------------------------- lines

    private void beginLine(int newlines) {
        line.end();
        boolean opened = last < 0 || has(last, FormatMarks.OPEN);
        if (!opened && (newlines > 1 || paragraph)) {
            out.append('\n');
        }
        paragraph = false;
        full = false;
        depth = 0;
        line.begin(indent, false);
    }

    private void append(int piece, boolean space) {
        if (full) {
            line.end();
            line.begin(indent, !continuesBlock(piece));
            full = false;
        }
        Piece at = pieces.get(piece);
        boolean closes = at.is(TokenKind.RIGHT_PAREN) || at.is(TokenKind.RIGHT_BRACKET) || at.is(TokenKind.RIGHT_BRACE);
        if (closes && depth > 0) {
            depth--;
        }
        line.add(text(piece).stripTrailing(), space, isBreakable(piece), depth);
        if (at.is(TokenKind.LEFT_PAREN) || at.is(TokenKind.LEFT_BRACKET) || at.is(TokenKind.LEFT_BRACE)) {
            depth++;
        }
        last = piece;
    }

    /** Whether what follows belongs to an {@code if} or a loop as a whole, and not to what stands on the line. */
    private boolean continuesBlock(int piece) {
        int token = following[piece];
        return token < pieces.size() && (pieces.get(token).is(TokenKind.ELSE) || has(token, FormatMarks.OPEN));
    }

    /** Long lines are broken behind commas, and in front of what joins conditions. */
    private boolean isBreakable(int piece) {
        Piece at = pieces.get(piece);
        return at.is(TokenKind.AND_AND)
                || at.is(TokenKind.OR_OR)
                || at.is(TokenKind.QUESTION)
                || (last >= 0 && pieces.get(last).is(TokenKind.COMMA) && !at.comment());
    }

    private void token(int piece, int newlines) {
        if (has(piece, FormatMarks.CLOSE)) {
            indent--;
            beginLine(0);
            append(piece, false);
        } else if (has(piece, FormatMarks.START)) {
            if (begun && !full) {
                append(piece, true);
            } else {
                beginLine(newlines);
                append(piece, false);
            }
        } else {
            append(piece, isSpaced(piece));
        }
        begun = false;
        if (has(piece, FormatMarks.END)) {
            line.add(";", false, false, depth);
        }
        if (has(piece, FormatMarks.OPEN)) {
            indent++;
        }
        paragraph |= has(piece, FormatMarks.PARAGRAPH);
        full |= pieces.get(piece).kind() == null
                && text.charAt(pieces.get(piece).start()) == '#';
    }

    // ---------------------------------------------------------------------------------------------------- comments

    private void comment(int piece, int newlines) {
        boolean toEnd = text.startsWith("//", pieces.get(piece).start());
        boolean endsLine = toEnd || isAtLineEnd(piece);
        int next = following[piece];
        boolean closing = next == pieces.size() || has(next, FormatMarks.CLOSE);
        boolean between = closing || has(next, FormatMarks.START);
        boolean trailing = last >= 0 && newlines == 0;
        if (!between) {
            if (newlines > 0 && endsLine && last >= 0) {
                full = true;
            }
            append(piece, isSpaced(piece));
            full |= toEnd || (newlines > 0 && endsLine);
            return;
        }
        if (begun && newlines == 0 && !full) {
            append(piece, true);
        } else if (trailing && !full && (endsLine || closing)) {
            append(piece, true);
        } else {
            beginLine(newlines);
            append(piece, false);
        }
        begun = !endsLine && !closing;
        full |= endsLine;
    }

    /** Whether a line ends behind a piece; a semicolon that stands there does not count. */
    private boolean isAtLineEnd(int piece) {
        int next = piece + 1;
        while (next < pieces.size() && pieces.get(next).is(TokenKind.SEMICOLON)) {
            if (pieces.get(next).newlines() > 0) {
                return true;
            }
            next++;
        }
        return next == pieces.size() || pieces.get(next).newlines() > 0;
    }

    // ------------------------------------------------------------------------------------------------------ spaces

    /** Whether a space stands between the last piece and this one, on one line. */
    private boolean isSpaced(int piece) {
        if (last < 0) {
            return false;
        }
        char before = text.charAt(pieces.get(last).end() - 1);
        char first = text.charAt(pieces.get(piece).start());
        // Two that would be read as one, or as the start of a comment.
        boolean together = (before == first && "+-&|<>=/.".indexOf(first) >= 0 && before != '.')
                || (before == '/' && first == '*')
                || (first == '=' && "+-*/%&|^<>!".indexOf(before) >= 0)
                || (pieces.get(piece).is(TokenKind.DOT) && isNumber(last));
        return together || !isTight(piece);
    }

    /** Whether a piece is a number, and not the number of a tuple's element. */
    private boolean isNumber(int piece) {
        Piece before = piece > 0 ? pieces.get(piece - 1) : null;
        boolean element = before != null && (before.is(TokenKind.DOT) || before.is(TokenKind.ARROW));
        return pieces.get(piece).is(TokenKind.INTEGER) && !element;
    }

    private boolean isTight(int piece) {
        Piece at = pieces.get(piece);
        Piece left = pieces.get(last);
        if (has(last, FormatMarks.PREFIX) || has(piece, FormatMarks.POSTFIX)) {
            return true;
        }
        if (has(last, FormatMarks.STAR)) {
            return true;
        }
        if (has(piece, FormatMarks.STAR)) {
            return left.is(TokenKind.LEFT_PAREN);
        }
        if (left.kind() == null || at.kind() == null) {
            return at.is(TokenKind.COMMA)
                    || at.is(TokenKind.RIGHT_PAREN)
                    || at.is(TokenKind.RIGHT_BRACKET)
                    || left.is(TokenKind.LEFT_PAREN)
                    || left.is(TokenKind.LEFT_BRACKET);
        }
        return switch (left.kind()) {
            case LEFT_PAREN, LEFT_BRACKET, DOT, ARROW, RANGE -> true;
            case QUESTION -> at.is(TokenKind.COLON);
            default ->
                switch (at.kind()) {
                    case COMMA, SEMICOLON, RIGHT_PAREN, RIGHT_BRACKET, LEFT_BRACKET, DOT, ARROW, RANGE -> true;
                    case LEFT_PAREN -> isCall(piece, left);
                    default -> false;
                };
        };
    }

    /** Whether the parenthesis belongs to the name in front of it. */
    private boolean isCall(int piece, Piece left) {
        TokenKind kind = left.kind();
        if (kind == null) {
            return false;
        }
        switch (kind) {
            case SIZEOF, OFFSETOF, TYPEOF, TYPEINFO, UNROLL -> {
                return true;
            }
            case IDENTIFIER -> {
                // In C a parenthesis may hold a declarator: int (*f)(int).
                boolean declarator = has(piece, FormatMarks.C)
                        && piece + 1 < pieces.size()
                        && (has(piece + 1, FormatMarks.STAR)
                                || pieces.get(piece + 1).is(TokenKind.LEFT_PAREN))
                        && !text.startsWith("__", left.start());
                return !declarator;
            }
            case RIGHT_PAREN -> {
                return has(piece, FormatMarks.C);
            }
            default -> {
                return false;
            }
        }
    }
}
