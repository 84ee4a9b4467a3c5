package dev.skep.lang.compile;

import dev.skep.lang.resolve.ResolveOptions;
import dev.skep.lang.script.Limits;
import java.util.List;

/**
 * What the user may say beside the script.
 *
 * @param parameters the positional parameters: {@code $1} is the first
 * @param maxProbes how many probes a script may have ({@code max_probes}); {@code begin} and {@code end} do not count
 * @param limits how much memory the script may take
 * @param pid the process that events are taken of, begin and end probes apart; 0 for all
 * @param child the process that was started for the script, which the builtin cpid names; 0 if there is none
 * @param optimise whether to optimise; off for comparisons only
 */
public record CompileOptions(
        List<String> parameters, int maxProbes, Limits limits, int pid, int child, boolean optimise) {
    /** All processes, no parameters, the limits of the language. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(List.of(), ResolveOptions.DEFAULT.maxProbes(), Limits.DEFAULT, 0, 0, true);

    public CompileOptions {
        parameters = List.copyOf(parameters);
        if (maxProbes < 0) {
            throw new IllegalArgumentException("a script cannot have " + maxProbes + " probes");
        }
        if (pid < 0 || child < 0) {
            throw new IllegalArgumentException("no process has the id " + Math.min(pid, child));
        }
    }

    public CompileOptions withParameters(List<String> given) {
        return new CompileOptions(given, maxProbes, limits, pid, child, optimise);
    }

    public CompileOptions withMaxProbes(int given) {
        return new CompileOptions(parameters, given, limits, pid, child, optimise);
    }

    public CompileOptions withLimits(Limits given) {
        return new CompileOptions(parameters, maxProbes, given, pid, child, optimise);
    }

    public CompileOptions withPid(int given) {
        return new CompileOptions(parameters, maxProbes, limits, given, child, optimise);
    }

    public CompileOptions withChild(int given) {
        return new CompileOptions(parameters, maxProbes, limits, pid, given, optimise);
    }

    public CompileOptions withoutOptimiser() {
        return new CompileOptions(parameters, maxProbes, limits, pid, child, false);
    }

    ResolveOptions resolve() {
        return new ResolveOptions(parameters, maxProbes);
    }
}
