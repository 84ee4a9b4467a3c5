package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.UsageException;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.syntax.Formatter;
import java.io.IOException;

/** Prints a program in the usual layout: {@code --fmt}. */
final class Formatting {
    private Formatting() {}

    /** Prints the program; one with errors is not printed, but what is wrong with it. */
    static int run(CommandLine line, Messages messages) throws UsageException, CommandException, IOException {
        Diagnostics diagnostics = new Diagnostics();
        String formatted = Formatter.format(Program.of(line).source(), diagnostics);
        messages.diagnostics(diagnostics.all(), diagnostics.dropped());
        return diagnostics.hasErrors() ? Exit.FAILED : Terminal.print(formatted);
    }
}
