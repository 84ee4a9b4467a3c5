package dev.skep.bench.output;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tracer at work on one script, and what it printed into a file. */
final class Tool implements AutoCloseable {
    /** A tool prints this every second once it has attached. */
    private static final String TICK = "tick";

    private static final String TICKS = " interval:s:1 { printf(\"" + TICK + "\\n\"); }";
    /** Until whatever a tool's start has set off has come to rest. */
    private static final long SETTLE_MILLIS = 1000;
    /** It has printed all that it will once its file has grown by no more than ticks for so long. */
    private static final long QUIET_MILLIS = 1500;

    private static final int TICK_BYTES = 16;

    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path messages;

    private Tool(Process process, Path out, Path messages) {
        this.process = process;
        this.out = out;
        this.messages = messages;
    }

    /** Starts a tool and waits until it traces. */
    static Tool start(List<String> command, String script) throws IOException, InterruptedException {
        Path out = Files.createTempFile("skep-bench", ".out");
        Path messages = Files.createTempFile("skep-bench", ".err");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-e", script + TICKS));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(messages.toFile());
        // Each tool has its own name for how many keys a map has.
        builder.environment().put("BPFTRACE_MAX_MAP_KEYS", "200000");
        builder.environment().put("BPFTRACE_MAP_KEYS_MAX", "200000");
        Tool tool = new Tool(builder.start(), out, messages);
        while (tool.lines(TICK) == 0) {
            if (tool.process.waitFor(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
                String said = Files.readString(messages, StandardCharsets.ISO_8859_1);
                tool.close();
                throw new IOException(command + " does not run " + script + ": " + said);
            }
        }
        Thread.sleep(SETTLE_MILLIS);
        return tool;
    }

    /** Waits until nothing more is printed. */
    void rest() throws IOException, InterruptedException {
        long size = -TICK_BYTES;
        for (long next = Files.size(out); next - size >= TICK_BYTES; next = Files.size(out)) {
            size = next;
            Thread.sleep(QUIET_MILLIS);
        }
    }

    /** Ends it, as Ctrl-C does; milliseconds until it has ended. */
    double end() throws IOException, InterruptedException {
        long start = System.nanoTime();
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("process " + process.pid() + " does not end on SIGINT");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** How many lines it printed that start so. */
    long lines(String start) throws IOException {
        long lines = 0;
        try (BufferedReader reader = Files.newBufferedReader(out, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines += line.startsWith(start) ? 1 : 0;
            }
        }
        return lines;
    }

    /** How many events it says it lost, wherever it says so. */
    long lost() throws IOException {
        long lost = 0;
        for (Path file : List.of(out, messages)) {
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith("Lost ") && line.endsWith(" events")) {
                        lost += Long.parseLong(line.substring("Lost ".length(), line.length() - " events".length()));
                    }
                }
            }
        }
        return lost;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(out);
        Files.delete(messages);
    }
}
