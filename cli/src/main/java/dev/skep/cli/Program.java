package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Utf8;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The program that is to run, and its parameters.
 *
 * @param parameters {@code $1} first
 */
record Program(Source source, List<String> parameters) {
    /** More is no program but a mistake, such as /dev/zero. */
    private static final int LONGEST = 1 << 20;

    /**
     * From the command line.
     *
     * @throws UsageException if it names no program
     * @throws CommandException if the program cannot be read
     */
    static Program of(CommandLine line) throws UsageException, CommandException {
        String text = line.value(Option.EXPRESSION);
        List<String> operands = line.operands();
        if (text != null) {
            return new Program(new Source("stdin", text), operands);
        }
        if (operands.isEmpty()) {
            throw new UsageException("there is no program: give a FILE or -e PROGRAM, or see 'skep --help'");
        }
        return new Program(read(operands.getFirst()), operands.subList(1, operands.size()));
    }

    /** A program in a file, or in standard input if that is called {@code -}. */
    static Source read(String path) throws CommandException {
        boolean standardInput = path.equals("-");
        try (InputStream in = standardInput ? new FileInputStream(FileDescriptor.in) : open(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new CommandException("cannot read '" + path + "': it is longer than a program may be (1 MiB)");
            }
            return new Source(standardInput ? "stdin" : path, Utf8.decode(bytes));
        } catch (IOException e) {
            throw new CommandException("cannot read '" + path + "': " + e.getMessage());
        }
    }

    private static InputStream open(String path) throws IOException, CommandException {
        File file = new File(path);
        if (!file.exists()) {
            throw new CommandException(
                    "cannot read '" + path + "': there is no such file; a program itself follows -e");
        }
        if (file.isDirectory()) {
            throw new CommandException("cannot read '" + path + "': it is a directory");
        }
        return new FileInputStream(file);
    }
}
