package dev.skep.lang.emit;

import dev.skep.bpf.asm.Assembler;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import org.jspecify.annotations.Nullable;

/** Marks instructions with the user's line and column that they come from, where these change. */
final class LineMarks {
    /** Of a longer line each mark has the part that begins with its own text: all of it each time would be too much. */
    private static final int LONGEST = 160;

    private final Assembler code;
    private @Nullable Span last;
    /** The line of the last mark, counted from 1, and its text. */
    private int line;

    private String text = "";

    LineMarks(Assembler code) {
        this.code = code;
    }

    /** The next instructions come from this text. */
    void mark(Span span) {
        if (last != null && last.start() == span.start() && last.source() == span.source()) {
            return;
        }
        Source source = span.source();
        if (last == null || last.source() != source || line != span.line()) {
            line = span.line();
            text = source.lineText(line);
        }
        last = span;
        int column = span.column();
        code.line(source.name(), text.length() <= LONGEST ? text : part(column - 1), line, column);
    }

    private String part(int from) {
        int end = Math.min(text.length(), from + LONGEST);
        return end < text.length() ? text.substring(from, end) + "..." : text.substring(from);
    }
}
