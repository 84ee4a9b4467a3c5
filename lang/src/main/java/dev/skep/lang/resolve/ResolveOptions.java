package dev.skep.lang.resolve;

import java.util.List;

/**
 * What the user may say beside the script.
 *
 * @param parameters the positional parameters: {@code $1} is the first
 * @param maxProbes how many probes a script may have ({@code max_probes}); {@code begin} and {@code end} do not count
 */
public record ResolveOptions(List<String> parameters, int maxProbes) {
    /** No parameters, and as many probes as the language allows. */
    public static final ResolveOptions DEFAULT = new ResolveOptions(List.of(), 1024);

    public ResolveOptions {
        parameters = List.copyOf(parameters);
    }

    public ResolveOptions withParameters(List<String> given) {
        return new ResolveOptions(given, maxProbes);
    }
}
