package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.lang.value.Escaping;
import dev.skep.trace.Buffering;
import dev.skep.trace.JsonSink;
import dev.skep.trace.Sink;
import dev.skep.trace.TextSink;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a program's output is printed: {@code -o}, {@code -f}, {@code -B} and {@code -q}.
 *
 * @param file null for standard output
 */
record Printing(@Nullable String file, boolean json, Buffering buffering, boolean quiet) {

    static Printing of(CommandLine line) throws UsageException {
        Buffering buffering = Buffering.values()[choice(line, Option.BUFFER, "-B")];
        boolean json = choice(line, Option.OUTPUT_FORMAT, "-f") == 1;
        return new Printing(line.value(Option.OUTPUT), json, buffering, line.has(Option.QUIET));
    }

    /** Opens what is written to; a file is emptied. */
    OutputStream open() throws CommandException {
        if (file == null) {
            return Terminal.output();
        }
        try {
            return new FileOutputStream(file);
        } catch (FileNotFoundException e) {
            throw new CommandException("cannot write " + e.getMessage());
        }
    }

    /** The sink that prints to what {@link #open} opened. */
    Sink sink(OutputStream out) {
        Escaping escaping = file == null && Terminal.is(1) ? Escaping.TERMINAL : Escaping.NONE;
        Sink sink = json
                ? new JsonSink(out, Terminal.errors(), buffering)
                : new TextSink(out, Terminal.errors(), escaping, buffering);
        return quiet ? new Quiet(sink) : sink;
    }

    /** Which of an option's choices is chosen; the first if none is. */
    private static int choice(CommandLine line, Option option, String as) throws UsageException {
        String chosen = line.value(option);
        List<String> choices = option.choices();
        int index = chosen == null ? 0 : choices.indexOf(chosen);
        if (index < 0) {
            throw new UsageException(as + " is one of " + String.join(", ", choices) + ", not '" + chosen + "'");
        }
        return index;
    }
}
