package dev.skep.trace;

import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;

/** A script has errors. The message shows each with its place, the line, the range underlined and hints. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Diagnostics diagnostics;

    /** @param diagnostics with at least one error */
    public ScriptException(Diagnostics diagnostics) {
        super(new DiagnosticPrinter(false).print(diagnostics).strip());
        this.diagnostics = diagnostics;
    }

    /** The errors, and what else was found. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
