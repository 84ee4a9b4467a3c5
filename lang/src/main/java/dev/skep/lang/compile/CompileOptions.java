package dev.skep.lang.compile;

import dev.skep.lang.resolve.ResolveOptions;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.script.Limits;
import java.util.List;
import java.util.Set;

/**
 * What the user may say beside the script.
 *
 * @param parameters the positional parameters: {@code $1} is the first
 * @param maxProbes how many probes a script may have ({@code max_probes}); {@code begin} and {@code end} do not count
 * @param limits how much memory the script may take
 * @param pid the process that events are taken of, begin and end probes apart; 0 for all
 * @param child the process that was started for the script, which the builtin cpid names; 0 if there is none
 * @param optimise whether to optimise; off for comparisons only
 * @param without ways to attach that are not to be used
 * @param unsafe whether the script may do more than look: run commands, send signals
 * @param environment what the user sets in the environment: it counts more than what the script sets
 */
public record CompileOptions(
        List<String> parameters,
        int maxProbes,
        Limits limits,
        int pid,
        int child,
        boolean optimise,
        Set<AttachFeature> without,
        boolean unsafe,
        Config environment) {
    /** Bytes: the size of a page where a ring buffer's size is given in pages. */
    private static final int RING_PAGE = 4096;

    /** All processes, no parameters, the limits of the language. */
    public static final CompileOptions DEFAULT = new CompileOptions(
            List.of(), ResolveOptions.DEFAULT.maxProbes(), Limits.DEFAULT, 0, 0, true, Set.of(), false, Config.NONE);

    public CompileOptions {
        parameters = List.copyOf(parameters);
        without = Set.copyOf(without);
        if (maxProbes < 0) {
            throw new IllegalArgumentException("a script cannot have " + maxProbes + " probes");
        }
        if (pid < 0 || child < 0) {
            throw new IllegalArgumentException("no process has the id " + Math.min(pid, child));
        }
    }

    public CompileOptions withParameters(List<String> given) {
        return new CompileOptions(given, maxProbes, limits, pid, child, optimise, without, unsafe, environment);
    }

    public CompileOptions withMaxProbes(int given) {
        return new CompileOptions(parameters, given, limits, pid, child, optimise, without, unsafe, environment);
    }

    public CompileOptions withLimits(Limits given) {
        return new CompileOptions(parameters, maxProbes, given, pid, child, optimise, without, unsafe, environment);
    }

    public CompileOptions withPid(int given) {
        return new CompileOptions(parameters, maxProbes, limits, given, child, optimise, without, unsafe, environment);
    }

    public CompileOptions withChild(int given) {
        return new CompileOptions(parameters, maxProbes, limits, pid, given, optimise, without, unsafe, environment);
    }

    public CompileOptions withoutOptimiser() {
        return new CompileOptions(parameters, maxProbes, limits, pid, child, false, without, unsafe, environment);
    }

    /** Switches ways to attach off. */
    public CompileOptions withoutFeatures(Set<AttachFeature> given) {
        return new CompileOptions(parameters, maxProbes, limits, pid, child, optimise, given, unsafe, environment);
    }

    /** The script may run commands. */
    public CompileOptions withUnsafe() {
        return new CompileOptions(parameters, maxProbes, limits, pid, child, optimise, without, true, environment);
    }

    /** What is set in the environment, as {@code BPFTRACE_NAME}. */
    public CompileOptions withEnvironment(Config given) {
        return new CompileOptions(parameters, maxProbes, limits, pid, child, optimise, without, unsafe, given);
    }

    /** These options, with what the script sets and the environment does not. */
    CompileOptions under(Config script) {
        Config both = script.under(environment);
        int pages = both.has(ConfigKey.PERF_RB_PAGES)
                ? Integer.highestOneBit(both.number(ConfigKey.PERF_RB_PAGES)) * RING_PAGE
                : limits.ringBytes();
        Limits changed = new Limits(
                both.has(ConfigKey.MAX_MAP_KEYS) ? both.number(ConfigKey.MAX_MAP_KEYS) : limits.mapKeys(),
                both.has(ConfigKey.MAX_STRLEN) ? both.number(ConfigKey.MAX_STRLEN) : limits.stringCapacity(),
                limits.stacks(),
                pages);
        int probes = both.has(ConfigKey.MAX_PROBES) ? both.number(ConfigKey.MAX_PROBES) : maxProbes;
        return new CompileOptions(parameters, probes, changed, pid, child, optimise, without, unsafe, both);
    }

    ResolveOptions resolve() {
        return new ResolveOptions(
                parameters,
                maxProbes,
                ResolveOptions.Missing.of(environment.text(ConfigKey.MISSING_PROBES)),
                pid,
                child);
    }
}
