package dev.skep.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tracer that understands bpftrace's command line.
 *
 * @param name as the table calls it
 * @param command the words that start it
 */
record Peer(String name, List<String> command) {
    Peer {
        command = List.copyOf(command);
    }

    /** The command with more words behind it. */
    List<String> with(String... words) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(words));
        return all;
    }

    /** A peer whose name is what it says its version is; empty if there is no such command. */
    static Optional<Peer> named(String path) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(path, "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(new Peer(version, List.of(path))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
