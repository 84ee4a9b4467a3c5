package dev.skep.cli;

import dev.skep.cli.help.Help;
import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.CommandLineParser;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;

/** The entry point: argv to an exit code. The only place that ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] argv) {
        System.exit(run(argv));
    }

    private static int run(String[] argv) {
        try {
            CommandLine line = CommandLineParser.parse(argv);
            if (line.has(Option.HELP)) {
                System.out.print(Help.text());
                return 0;
            }
            if (line.has(Option.VERSION)) {
                System.out.println(Version.TEXT);
                return 0;
            }
            throw new UsageException("there is no program to run: see 'skep --help'");
        } catch (UsageException e) {
            System.err.println("skep: " + e.getMessage());
            return 1;
        }
    }
}
