package dev.skep.lang.resolve;

import java.util.List;

/**
 * What the user may say beside the script.
 *
 * @param parameters the positional parameters: {@code $1} is the first
 * @param maxProbes how many probes a script may have ({@code max_probes}); {@code begin} and {@code end} do not count
 * @param missing what becomes of probes that do not exist ({@code missing_probes})
 * @param pid the process that is traced; 0 for all
 * @param child the process that was started for the script; 0 if there is none
 */
public record ResolveOptions(List<String> parameters, int maxProbes, Missing missing, int pid, int child) {
    /** No parameters, as many probes as the language allows, and all must exist. */
    public static final ResolveOptions DEFAULT = new ResolveOptions(List.of(), 1024);

    /** What becomes of probes that do not exist. */
    public enum Missing {
        ERROR,
        WARN,
        IGNORE;

        /** The one of a word of the language. */
        public static Missing of(String word) {
            return switch (word) {
                case "warn" -> WARN;
                case "ignore" -> IGNORE;
                default -> ERROR;
            };
        }
    }

    public ResolveOptions {
        parameters = List.copyOf(parameters);
    }

    /** All probes must exist; all processes are traced. */
    public ResolveOptions(List<String> parameters, int maxProbes) {
        this(parameters, maxProbes, Missing.ERROR, 0, 0);
    }

    public ResolveOptions withParameters(List<String> given) {
        return new ResolveOptions(given, maxProbes, missing, pid, child);
    }
}
