package dev.skep.cli;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;

/** What bpftrace's users set in the environment: it counts more than what a script sets. */
final class Environment {
    private Environment() {}

    /** The defaults, with what the environment says. */
    static CompileOptions options() throws CommandException {
        Config config = Config.NONE;
        for (ConfigKey key : ConfigKey.values()) {
            String value = System.getenv(key.variable());
            if (value == null || value.isEmpty() && key.kind() != ConfigKey.Kind.TEXT) {
                continue;
            }
            Config more = config.with(key, value);
            if (more == null) {
                throw new CommandException(key.variable() + " is " + key.takes() + ", not '" + value + "'");
            }
            config = more;
        }
        return CompileOptions.DEFAULT.withEnvironment(config);
    }
}
