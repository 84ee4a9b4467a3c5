package dev.skep.lang.emit;

import dev.skep.bpf.asm.Assembler;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import org.jspecify.annotations.Nullable;

/** Marks instructions with the user's line and column that they come from, where these change. */
final class LineMarks {
    private final Assembler code;
    private @Nullable Span last;

    LineMarks(Assembler code) {
        this.code = code;
    }

    /** The next instructions come from this text. */
    void mark(Span span) {
        if (last != null && last.start() == span.start() && last.source() == span.source()) {
            return;
        }
        last = span;
        Source source = span.source();
        int line = span.line();
        code.line(source.name(), source.lineText(line), line, span.column());
    }
}
