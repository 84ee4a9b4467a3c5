package dev.skep.lang.diagnostic;

import dev.skep.lang.source.Span;
import java.util.List;

/**
 * One thing that is wrong with the user's program.
 *
 * @param code stable and documented ({@code docs/diagnostics.md})
 * @param message names in single quotes; the cause, not the compiler's inner life
 * @param hints the ways out, a line each
 */
public record Diagnostic(Code code, Severity severity, Span span, String message, List<String> hints) {
    public Diagnostic {
        hints = List.copyOf(hints);
    }
}
