package dev.skep.lang.diagnostic;

import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;

/**
 * Prints diagnostics as the language's users know them:
 *
 * <pre>
 * stdin:1:15-17: ERROR: Undefined or undeclared variable: $y
 * begin { print($y); }
 *               ~~
 * HINT: did you mean '$x'?
 * </pre>
 *
 * Columns count from 1 and the second one is behind the range. A range over several lines is {@code stdin:3-4:}, followed
 * by the lines. Tabs are printed as four spaces, control characters as escapes: a source file is not to be trusted with a
 * terminal.
 */
public final class DiagnosticPrinter {
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String DEFAULT = "\033[0m";

    /** More of a line than this is not shown, nor more lines. */
    private static final int WIDEST = 400;

    private static final int MOST_LINES = 20;

    private final boolean colours;
    private final boolean codes;

    /** @param colours whether to colour the word ERROR or WARNING, as on a terminal */
    public DiagnosticPrinter(boolean colours) {
        this(colours, false);
    }

    /** @param codes whether to end each with a line that has its code: {@code CODE: undefined-variable} */
    public DiagnosticPrinter(boolean colours, boolean codes) {
        this.colours = colours;
        this.codes = codes;
    }

    /** Everything that was found, a block of lines each. */
    public String print(Diagnostics diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics.all()) {
            print(diagnostic, out);
        }
        if (diagnostics.dropped() > 0) {
            out.append("... and ").append(diagnostics.dropped()).append(" more\n");
        }
        return out.toString();
    }

    /** One diagnostic, each line ended by a line break. */
    public void print(Diagnostic diagnostic, StringBuilder out) {
        Span span = diagnostic.span();
        Source source = span.source();
        int end = Math.max(span.end(), span.start() + 1);
        int line = span.line();
        // The end is exclusive: a range up to a line's break is of that line.
        int lastLine = source.line(end - 1);
        escape(source.name(), out).append(':').append(line);
        if (lastLine == line) {
            int column = span.column();
            out.append(':').append(column).append('-').append(column + end - span.start());
        } else {
            out.append('-').append(lastLine);
        }
        out.append(": ");
        severity(diagnostic.severity(), out).append(": ");
        escape(diagnostic.message(), out).append('\n');
        if (lastLine == line) {
            excerpt(source.lineText(line), span.column() - 1, span.column() - 1 + end - span.start(), out);
        } else {
            lines(source, line, lastLine, out);
        }
        for (String hint : diagnostic.hints()) {
            escape(hint, out.append("HINT: ")).append('\n');
        }
        if (codes) {
            out.append("CODE: ").append(diagnostic.code().text()).append('\n');
        }
    }

    private StringBuilder severity(Severity severity, StringBuilder out) {
        String word = severity == Severity.ERROR ? "ERROR" : "WARNING";
        if (!colours) {
            return out.append(word);
        }
        return out.append(severity == Severity.ERROR ? RED : YELLOW)
                .append(word)
                .append(DEFAULT);
    }

    /** A line with the range underlined; of a long line the part around the range. */
    private static void excerpt(String text, int start, int end, StringBuilder out) {
        int last = Math.min(end, text.length());
        int from = 0;
        int to = text.length();
        if (text.length() > WIDEST) {
            from = Math.max(0, Math.min(start - WIDEST / 4, text.length() - WIDEST));
            to = from + WIDEST;
        }
        StringBuilder shown = new StringBuilder(from > 0 ? "..." : "");
        int underlineStart = -1;
        int underlineEnd = -1;
        for (int i = from; i < to; i++) {
            if (i == start) {
                underlineStart = shown.length();
            }
            expand(text, i, shown);
            if (i == last - 1) {
                underlineEnd = shown.length();
            }
        }
        int width = shown.length();
        if (to < text.length()) {
            shown.append("...");
        }
        // A range behind the line's end is the missing rest of the line; one that goes on beyond the excerpt ends with
        // it.
        underlineStart = underlineStart < 0 ? width : underlineStart;
        underlineEnd = underlineEnd < 0 ? width : underlineEnd;
        underlineEnd = Math.max(underlineEnd, underlineStart + 1);
        int pairs = 0;
        int pairsBefore = 0;
        for (int i = 0; i + 1 < underlineEnd && i + 1 < shown.length(); i++) {
            // A character beyond the first 65536 takes two places in the text, but one on the screen.
            if (Character.isSurrogatePair(shown.charAt(i), shown.charAt(i + 1))) {
                pairs++;
                pairsBefore += i + 1 < underlineStart ? 1 : 0;
            }
        }
        out.append(shown).append('\n');
        out.repeat(' ', underlineStart - pairsBefore);
        out.repeat('~', Math.max(1, underlineEnd - underlineStart - (pairs - pairsBefore)));
        out.append('\n');
    }

    private static void lines(Source source, int first, int last, StringBuilder out) {
        int shown = Math.min(last, first + MOST_LINES - 1);
        for (int line = first; line <= shown; line++) {
            String text = source.lineText(line);
            int to = Math.min(text.length(), WIDEST);
            for (int i = 0; i < to; i++) {
                expand(text, i, out);
            }
            out.append(to < text.length() ? "...\n" : "\n");
        }
        if (shown < last) {
            out.append("...\n");
        }
    }

    /** One character of the source as it is shown. */
    private static void expand(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c == '\t') {
            out.append("    ");
        } else if (c != '\r' || at < text.length() - 1) {
            escape(text, at, out);
        }
    }

    private static StringBuilder escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            escape(text, i, out);
        }
        return out;
    }

    /** Control and formatting characters become {@code \x1b} or {@code \u202e}; all others stay. */
    private static void escape(String text, int at, StringBuilder out) {
        char c = text.charAt(at);
        if (c >= ' ' && c < 127) {
            out.append(c);
            return;
        }
        int type = Character.getType(c);
        boolean alone = type == Character.SURROGATE
                && !(at + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(at + 1)))
                && !(at > 0 && Character.isSurrogatePair(text.charAt(at - 1), c));
        boolean hidden = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE;
        if (!hidden && !alone) {
            out.append(c);
        } else if (c < 256) {
            hexadecimal(c, 2, out.append("\\x"));
        } else {
            hexadecimal(c, 4, out.append("\\u"));
        }
    }

    private static void hexadecimal(int value, int digits, StringBuilder out) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(Character.forDigit(value >> shift & 15, 16));
        }
    }
}
