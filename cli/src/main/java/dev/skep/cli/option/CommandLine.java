package dev.skep.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was typed: the options with their arguments, and the operands (the program's file or pattern, its parameters). */
public final class CommandLine {
    private final boolean[] given;
    private final @Nullable String[] values;
    private final List<String> operands;

    CommandLine(boolean[] given, @Nullable String[] values, List<String> operands) {
        this.given = given;
        this.values = values;
        this.operands = operands;
    }

    public boolean has(Option option) {
        return given[option.ordinal()];
    }

    /** The argument of an option, or null if it was not given or takes none. */
    public @Nullable String value(Option option) {
        return values[option.ordinal()];
    }

    /** What is neither an option nor the argument of one, in order. */
    public List<String> operands() {
        return operands;
    }
}
