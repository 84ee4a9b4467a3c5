package dev.skep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The document that holds the tables, each between two markers. */
final class Document {
    private static final Path FILE = Path.of("docs/performance.md");

    private Document() {}

    /** Replaces what stands between the markers of a section. */
    static void write(String section, String text) throws IOException {
        String begin = "<!-- " + section + ": begin -->\n";
        String end = "<!-- " + section + ": end -->\n";
        String all = Files.readString(FILE);
        int from = all.indexOf(begin);
        int to = all.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(FILE + " has no section " + section);
        }
        Files.writeString(FILE, all.substring(0, from + begin.length()) + text + all.substring(to));
    }
}
