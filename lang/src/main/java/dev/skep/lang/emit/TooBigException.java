package dev.skep.lang.emit;

import java.io.Serial;

/** A program that the kernel cannot take: its message says what is too big, and what the limit is. */
public final class TooBigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public TooBigException(String message) {
        // It is an answer, not a failure: no trace is wanted.
        super(message, null, false, false);
    }
}
