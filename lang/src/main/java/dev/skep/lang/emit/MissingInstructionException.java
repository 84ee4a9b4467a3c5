package dev.skep.lang.emit;

import dev.skep.lang.source.Span;
import java.io.Serial;

/** A program that needs an instruction which the target does not have, and for which no others do. */
public final class MissingInstructionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Span span;

    MissingInstructionException(Span span, String message) {
        // It is an answer, not a failure: no trace is wanted.
        super(message, null, false, false);
        this.span = span;
    }

    /** The text that needs it. */
    public Span span() {
        return span;
    }
}
