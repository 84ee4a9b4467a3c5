package dev.skep.symbols.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that looks like {@code /proc}, and a clock that stands until it is moved. */
final class FakeProcesses {
    private final Path directory;
    private long now = 1;

    FakeProcesses(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("self/ns"));
        Files.createSymbolicLink(directory.resolve("self/ns/pid"), Path.of("pid:[4026531836]"));
    }

    ProcessSymbols symbols() {
        return new ProcessSymbols(directory, () -> now);
    }

    Path directory() {
        return directory;
    }

    void wait(int milliseconds) {
        now += milliseconds * 1_000_000L;
    }

    /** What a process has mapped from now on. */
    void maps(int process, String... lines) throws IOException {
        Path own = Files.createDirectories(directory.resolve(Integer.toString(process)));
        Files.writeString(own.resolve("maps"), lines.length == 0 ? "" : String.join("\n", lines) + "\n");
    }

    /** A mapping's file as {@code map_files} has it. */
    void mapFile(int process, String range, Path file) throws IOException {
        Path links = Files.createDirectories(
                directory.resolve(Integer.toString(process)).resolve("map_files"));
        Files.deleteIfExists(links.resolve(range));
        Files.createSymbolicLink(links.resolve(range), file);
    }

    /** The process has ended, and was waited for. */
    void end(int process) throws IOException {
        Path own = directory.resolve(Integer.toString(process));
        Files.move(own, directory.resolve("gone" + process + "-" + now));
    }
}
