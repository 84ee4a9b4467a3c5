package dev.skep.lang.syntax;

/** Leaves the production that found a syntax error; the error itself was reported before. Never leaves the parser. */
final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1;

    SyntaxError() {
        super(null, null, false, false);
    }
}
