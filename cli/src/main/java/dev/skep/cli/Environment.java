package dev.skep.cli;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.Limits;
import org.jspecify.annotations.Nullable;

/** The limits that bpftrace's users set in the environment. */
final class Environment {
    private Environment() {}

    /** The defaults, with what the environment says. */
    static CompileOptions limits() throws CommandException {
        CompileOptions options = CompileOptions.DEFAULT;
        Integer keys = number("BPFTRACE_MAX_MAP_KEYS");
        Integer string = number("BPFTRACE_MAX_STRLEN");
        Integer probes = number("BPFTRACE_MAX_PROBES");
        try {
            if (keys != null || string != null) {
                Limits limits = options.limits();
                options = options.withLimits(new Limits(
                        keys == null ? limits.mapKeys() : keys,
                        string == null ? limits.stringCapacity() : string,
                        limits.stacks(),
                        limits.ringBytes()));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException("the environment asks for more than there can be: " + e.getMessage());
        }
        return probes == null ? options : options.withMaxProbes(probes);
    }

    private static @Nullable Integer number(String name) throws CommandException {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CommandException(name + " is a number greater than 0, not '" + value + "'");
    }
}
