package dev.skep.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Golden files: cases of an input and the text that came out of it. {@code -Dupdate} rewrites them.
 *
 * <pre>
 * === what the case is about
 * input
 * ---
 * output
 * </pre>
 */
public final class Golden {
    private static final String ROOT = "src/test/resources/dev/skep/lang";
    private static final String CASE = "=== ";
    private static final String OUTPUT = "---";

    private Golden() {}

    /** Checks every case of a file under {@code src/test/resources/dev/skep/lang}. */
    public static void check(String file, UnaryOperator<String> render) {
        Path path = Path.of(ROOT, file);
        String expected = read(path);
        StringBuilder actual = new StringBuilder();
        List<String> inputs = new ArrayList<>();
        for (String part : ("\n" + expected).split("\n" + CASE, -1)) {
            if (part.isBlank()) {
                continue;
            }
            int title = part.indexOf('\n');
            int output = part.indexOf("\n" + OUTPUT, title);
            String input = part.substring(title + 1, output < 0 ? part.length() : output);
            inputs.add(input);
            actual.append(actual.isEmpty() ? "" : "\n")
                    .append(CASE)
                    .append(part, 0, title)
                    .append('\n');
            actual.append(input).append('\n').append(OUTPUT).append('\n').append(render.apply(input));
        }
        assertThat(inputs).as("cases in %s", path).isNotEmpty();
        if (System.getProperty("update") != null) {
            write(path, actual.toString());
        } else {
            assertThat(actual.toString())
                    .as("%s (rewrite it with -Dupdate)", path)
                    .isEqualTo(expected);
        }
    }

    /** The inputs of a file's cases. */
    public static List<String> inputs(String file) {
        List<String> inputs = new ArrayList<>();
        for (String part : ("\n" + read(Path.of(ROOT, file))).split("\n" + CASE, -1)) {
            int title = part.indexOf('\n');
            int output = part.indexOf("\n" + OUTPUT, Math.max(title, 0));
            if (title >= 0 && output > title) {
                inputs.add(part.substring(title + 1, output));
            }
        }
        return inputs;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
