package dev.skep.lang.lower;

import dev.skep.lang.source.Span;
import java.io.Serial;

/** A script of which more would be made than the kernel can take, or this process hold. */
public final class TooLongException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Span span;
    private final boolean ofProgram;

    /** @param ofProgram whether it is one program, and not the script as a whole */
    TooLongException(String message, Span span, boolean ofProgram) {
        // It is an answer, not a failure: no trace is wanted.
        super(message, null, false, false);
        this.span = span;
        this.ofProgram = ofProgram;
    }

    /** Whether one program is too long, and not the script as a whole. */
    public boolean ofProgram() {
        return ofProgram;
    }

    /** The statement with which it got too long. */
    public Span span() {
        return span;
    }
}
