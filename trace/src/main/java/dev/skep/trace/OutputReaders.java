package dev.skep.trace;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who is busy when a session prints: its own thread and, where standard output is a terminal, the process that shows it (an
 * emulator, sshd, tmux). That one holds the other end of the pseudoterminal, whose number the kernel tells (since 4.14).
 * Source: {@code pty_show_fdinfo} in {@code drivers/tty/pty.c}.
 */
final class OutputReaders {
    private static final String TERMINALS = "/dev/pts/";

    private OutputReaders() {}

    /** A filter for the script's probes that leaves those processes out: {@code /comm != "skep" && comm != "sshd"/}. */
    static String filter() {
        String own = read("/proc/thread-self/comm");
        String filter = own.isEmpty() ? "pid != " + ProcessHandle.current().pid() : unequal(own);
        String terminal = terminal("/proc/self/fd/1");
        String shows = terminal.isEmpty() ? null : holder(terminal.substring(TERMINALS.length()));
        return "/" + filter + (shows == null || shows.equals(own) ? "" : " && " + unequal(shows)) + "/";
    }

    private static String unequal(String name) {
        StringBuilder text = new StringBuilder("comm != \"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return text.append('"').toString();
    }

    /** The pseudoterminal that a descriptor leads to; empty if it leads elsewhere. */
    private static String terminal(String descriptor) {
        try {
            String path = new File(descriptor).getCanonicalPath();
            return path.startsWith(TERMINALS) ? path : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The name of the process that has the other end of a pseudoterminal, null if it is not found. */
    private static @Nullable String holder(String number) {
        String[] processes = new File("/proc").list();
        for (String process : processes == null ? new String[0] : processes) {
            if (Character.isDigit(process.charAt(0)) && holds(process, number)) {
                String name = read("/proc/" + process + "/comm");
                return name.isEmpty() ? null : name;
            }
        }
        return null;
    }

    private static boolean holds(String process, String number) {
        String[] descriptors = new File("/proc/" + process + "/fd").list();
        for (String descriptor : descriptors == null ? new String[0] : descriptors) {
            try {
                String target = Files.readSymbolicLink(Path.of("/proc/" + process + "/fd/" + descriptor))
                        .toString();
                if (target.endsWith("/ptmx")
                        && (read("/proc/" + process + "/fdinfo/" + descriptor) + "\n")
                                .contains("tty-index:\t" + number + "\n")) {
                    return true;
                }
            } catch (IOException e) {
                // It was closed meanwhile, or its process ended.
            }
        }
        return false;
    }

    /** A small file without the line break behind it; empty if it cannot be read. */
    private static String read(String path) {
        try {
            return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.ISO_8859_1).stripTrailing();
        } catch (IOException e) {
            return "";
        }
    }
}
