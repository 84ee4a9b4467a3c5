package dev.skep.lang.property;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts that once failed, made small, from {@code regressions.txt}: each begins with a line {@code === seed N: what was
 * wrong}. The seed gives the limits and the runs.
 */
final class Regressions {
    private static final String HEAD = "=== seed ";

    private Regressions() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String entry : text().split("(?m)^" + HEAD)) {
            int line = entry.indexOf('\n');
            int colon = entry.indexOf(':');
            if (colon > 0 && colon < line) {
                cases.add(new Case(Long.parseLong(entry.substring(0, colon)), entry.substring(line + 1)));
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalStateException("regressions.txt has no scripts");
        }
        return cases;
    }

    private static String text() {
        try (InputStream in = Regressions.class.getResourceAsStream("regressions.txt")) {
            if (in == null) {
                throw new IllegalStateException("regressions.txt is not among the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
