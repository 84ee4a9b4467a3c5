package dev.skep.bench.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script and the same program in C. The comments at the head of the C file are the script, in which {@code TARGET} stands for
 * the traced process.
 *
 * @param call the system call that the script traces, and that the {@link Workload} is to do
 */
record Pair(String name, String script, Path source, String call) {
    private static final Path DIRECTORY = Path.of("bench/src/main/c");
    private static final String SUFFIX = ".bpf.c";
    private static final Pattern CALL = Pattern.compile("sys_(?:enter|exit)_(\\w+)");

    /** All of them, by name. */
    static List<Pair> all() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        try (var files = Files.newDirectoryStream(DIRECTORY, "*" + SUFFIX)) {
            for (Path file : files) {
                pairs.add(of(file));
            }
        }
        Collections.sort(pairs, (one, two) -> one.name.compareTo(two.name));
        return pairs;
    }

    private static Pair of(Path file) throws IOException {
        StringBuilder script = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("// ")) {
                break;
            }
            script.append(line.substring(3)).append('\n');
        }
        Matcher call = CALL.matcher(script);
        if (!call.find()) {
            throw new IOException(file + " does not begin with a script that traces a system call");
        }
        String name = file.getFileName().toString();
        return new Pair(name.substring(0, name.length() - SUFFIX.length()), script.toString(), file, call.group(1));
    }

    /** The script that traces this process. */
    String script(long pid) {
        return script.replace("TARGET", Long.toString(pid));
    }
}
