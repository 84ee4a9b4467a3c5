package dev.skep.lang.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scripts that the project has: the cases of all golden files, and the programs of the document of messages. */
final class Corpus {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/skep/lang");
    private static final Path DOCUMENT = Path.of("../docs/diagnostics.md");

    private Corpus() {}

    static List<String> scripts() {
        List<String> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith("s.txt"))
                    .sorted()
                    .toList()) {
                golden(Files.readString(file), scripts);
            }
            document(Files.readString(DOCUMENT), scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    private static void golden(String text, List<String> scripts) {
        for (String part : ("\n" + text).split("\n=== ", -1)) {
            int title = part.indexOf('\n');
            int output = part.indexOf("\n---");
            if (title >= 0 && output > title) {
                scripts.add(part.substring(title + 1, output));
            }
        }
    }

    private static void document(String text, List<String> scripts) {
        String[] blocks = text.split("\n```", -1);
        for (int i = 1; i < blocks.length; i += 2) {
            if (blocks[i].startsWith("bpftrace")) {
                scripts.add(blocks[i].substring(blocks[i].indexOf('\n') + 1));
            }
        }
    }
}
