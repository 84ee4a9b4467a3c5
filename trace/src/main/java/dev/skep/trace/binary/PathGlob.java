package dev.skep.trace.binary;

import dev.skep.lang.probe.Glob;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that a path with wildcards stands for; a wildcard is for one part of the path. */
final class PathGlob {
    /** More would be a mistake, and take long. */
    private static final int MOST = 10_000;

    private PathGlob() {}

    /** Sorted; at most 10,000. */
    static List<String> expand(String pattern) {
        List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
        int start = pattern.startsWith("/") ? 1 : 0;
        while (start <= pattern.length()) {
            int slash = pattern.indexOf('/', start);
            int end = slash < 0 ? pattern.length() : slash;
            found = next(found, pattern.substring(start, end), slash < 0);
            start = end + 1;
        }
        return found;
    }

    private static List<String> next(List<String> directories, String part, boolean last) {
        List<String> found = new ArrayList<>();
        for (String directory : directories) {
            List<String> names = Glob.isWildcard(part) ? matching(directory, new Glob(part)) : List.of(part);
            for (String name : names) {
                String path = directory + name;
                Path file = Path.of(path);
                if (found.size() < MOST && (last ? Files.isRegularFile(file) : Files.isDirectory(file))) {
                    found.add(last ? path : path + "/");
                }
            }
        }
        return found;
    }

    private static List<String> matching(String directory, Glob glob) {
        List<String> names = new ArrayList<>();
        for (String name : names(directory.isEmpty() ? "." : directory)) {
            boolean hidden = name.startsWith(".") && !glob.pattern().startsWith(".");
            if (!hidden && glob.matches(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The names in a directory, sorted; none if it cannot be read. */
    static List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory))) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }
}
