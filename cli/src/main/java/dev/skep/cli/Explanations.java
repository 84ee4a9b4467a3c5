package dev.skep.cli;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.source.Utf8;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code --explain CODE}: the section of {@code docs/diagnostics.md} on a code, which is packed into this module. */
final class Explanations {
    private static final String DOCUMENT = "diagnostics.md";

    private Explanations() {}

    /**
     * The text on the code that the command line asks about, or null if it asks for a program.
     *
     * @throws CommandException if what it names is neither
     */
    static @Nullable String code(CommandLine line) throws CommandException, IOException {
        List<String> operands = line.operands();
        if (!line.has(Option.EXPLAIN) || line.has(Option.EXPRESSION) || operands.isEmpty()) {
            return null;
        }
        String name = operands.getFirst();
        if (name.equals("-") || new File(name).exists()) {
            return null;
        }
        Code code = Code.of(name);
        if (code == null) {
            throw new CommandException("'" + name + "' is neither a file nor the code of a message: " + wayOut(name));
        }
        return operands.size() == 1 ? section(code) : null;
    }

    private static String wayOut(String name) {
        List<String> codes = new ArrayList<>();
        for (Code code : Code.values()) {
            codes.add(code.text());
        }
        List<String> near = Suggestions.near(name, codes);
        return near.isEmpty()
                ? "a program itself follows -e, and -v shows the codes of messages"
                : "did you mean " + Suggestions.alternatives(near) + "?";
    }

    private static String section(Code code) throws IOException {
        try (InputStream in = Explanations.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IOException(DOCUMENT + " is not packed into this build");
            }
            String text = Utf8.decode(in.readAllBytes());
            String title = "\n### " + code.text() + "\n";
            int start = text.indexOf(title);
            if (start < 0) {
                throw new IOException(DOCUMENT + " has no section on " + code.text());
            }
            start++;
            int next = text.indexOf("\n##", start);
            return (next < 0 ? text.substring(start) : text.substring(start, next)).strip() + "\n";
        }
    }
}
