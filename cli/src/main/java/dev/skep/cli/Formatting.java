package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Utf8;
import dev.skep.lang.syntax.Formatter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code --fmt}: a program in the usual layout, on standard output or in the file of {@code -o}, which may be the program's
 * own; with {@code --dry-run} only whether it has that layout.
 */
final class Formatting {
    private Formatting() {}

    /** Whether that is what is asked for; {@code --mode format} is bpftrace's other name for it. */
    static boolean wanted(CommandLine line) throws UsageException {
        String mode = line.value(Option.MODE);
        if (mode != null && !mode.equals("format")) {
            throw new UsageException("--mode is 'format'; this version of Skep has no mode '" + mode + "'");
        }
        return mode != null || line.has(Option.FORMAT);
    }

    /** Formats the program; of one with errors it says what is wrong with it, and leaves it. */
    static int run(CommandLine line, Messages messages) throws UsageException, CommandException, IOException {
        if (line.operands().size() > (line.has(Option.EXPRESSION) ? 0 : 1)) {
            throw new UsageException("--fmt takes one program, and no parameters");
        }
        Source source = Program.of(line).source();
        Diagnostics diagnostics = new Diagnostics();
        String formatted = Formatter.format(source, diagnostics);
        messages.diagnostics(diagnostics.all(), diagnostics.dropped());
        if (diagnostics.hasErrors()) {
            return Exit.FAILED;
        }
        if (line.has(Option.DRY_RUN)) {
            boolean same = formatted.equals(source.text());
            if (!same) {
                messages.error("'" + source.name() + "' is not in the usual layout, which 'skep --fmt' prints");
            }
            return same ? Exit.OK : Exit.FAILED;
        }
        String file = line.value(Option.OUTPUT);
        return file == null ? Terminal.print(formatted) : write(formatted, file);
    }

    private static int write(String text, String file) throws CommandException {
        try (OutputStream out = new FileOutputStream(file)) {
            out.write(Utf8.encode(text));
            return Exit.OK;
        } catch (IOException e) {
            throw new CommandException("cannot write " + e.getMessage());
        }
    }
}
