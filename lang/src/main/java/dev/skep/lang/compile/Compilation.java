package dev.skep.lang.compile;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.script.CompiledScript;
import org.jspecify.annotations.Nullable;

/**
 * What came of a compilation.
 *
 * @param script null if there are errors
 * @param diagnostics what is wrong; of a script that was compiled only warnings
 */
public record Compilation(@Nullable CompiledScript script, Diagnostics diagnostics) {

    /** Whether there are errors. */
    public boolean failed() {
        return script == null;
    }
}
