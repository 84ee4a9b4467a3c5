package dev.skep.trace.binary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that a process sees: under another root than the tracer's, perhaps, as in a container. */
final class ProcessFiles {
    private final int process;
    private final String root;

    /** @param process its id; 0 for the tracer itself */
    ProcessFiles(int process) {
        this.process = process;
        this.root = process == 0 || sameRoot(process) ? "" : "/proc/" + process + "/root";
    }

    private static boolean sameRoot(int process) {
        try {
            Path other = Path.of("/proc/" + process);
            return Files.readSymbolicLink(other.resolve("ns/mnt"))
                            .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")))
                    && Files.readSymbolicLink(other.resolve("root")).toString().equals("/");
        } catch (IOException | UnsupportedOperationException e) {
            // It has ended, or may not be looked at: then its files are taken to be the tracer's.
            return true;
        }
    }

    int process() {
        return process;
    }

    /** A path of the process, as the tracer finds it. */
    String path(String inside) {
        return inside.startsWith("/") ? root + inside : inside;
    }

    /** The path that the process itself has for one of {@link #path}. */
    String inside(String path) {
        return path.startsWith(root) ? path.substring(root.length()) : path;
    }

    /** The process's program; empty if it cannot be found out. */
    String program() {
        try {
            String link =
                    Files.readSymbolicLink(Path.of("/proc/" + process + "/exe")).toString();
            return link.endsWith(" (deleted)") ? "" : path(link);
        } catch (IOException e) {
            return "";
        }
    }

    /** The files whose code the process has loaded, in the order of their addresses. */
    List<String> loaded() {
        Set<String> files = new LinkedHashSet<>();
        if (process != 0) {
            String maps = new String(bytes("/proc/" + process + "/maps"), StandardCharsets.UTF_8);
            int start = 0;
            for (int end = maps.indexOf('\n'); end >= 0; end = maps.indexOf('\n', start)) {
                // "7f12...-7f13... r-xp 00026000 fe:01 1234      /usr/lib/libc.so.6"
                String line = maps.substring(start, end);
                int access = line.indexOf(' ') + 1;
                int path = line.indexOf(" /");
                boolean code = line.length() > access + 2 && line.charAt(access + 2) == 'x';
                if (code && path > 0 && !line.endsWith(" (deleted)")) {
                    files.add(path(line.substring(path + 1)));
                }
                start = end + 1;
            }
        }
        return new ArrayList<>(files);
    }

    /** A file of procfs or of the process; empty if it cannot be read. */
    static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException | OutOfMemoryError e) {
            return new byte[0];
        }
    }
}
