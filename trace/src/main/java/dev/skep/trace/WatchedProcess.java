package dev.skep.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process that is traced as long as it lives. It has ended when its last thread has, whether its parent took note or not:
 * what is left then is a zombie. Source: proc_pid_status(5).
 */
public final class WatchedProcess {
    private final ProcessHandle handle;

    private WatchedProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    /**
     * The process with an id.
     *
     * @throws IOException if there is none, if it has ended, or if the id is a thread's; the message says so, and which
     *     process the thread belongs to
     */
    public static WatchedProcess of(long pid) throws IOException {
        Status status = Status.read(pid);
        ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
        if (status == null || handle == null) {
            throw new IOException("there is no process " + pid);
        } else if (status.process != pid) {
            Status process = Status.read(status.process);
            throw new IOException(pid + " is a thread" + (status.name.isEmpty() ? "" : " (" + status.name + ")")
                    + " of process " + status.process + (process == null ? "" : " (" + process.name + ")") + ": use -p "
                    + status.process + ", and /tid == " + pid + "/ for the thread alone");
        } else if (status.ended()) {
            throw new IOException("process " + pid + " (" + status.name
                    + ") is a zombie: it has ended, and its parent, " + status.parent + ", has not taken note yet");
        }
        return new WatchedProcess(handle);
    }

    /** Whether it has ended. */
    boolean hasEnded() {
        if (!handle.isAlive()) {
            return true;
        }
        Status status = Status.read(handle.pid());
        return status == null || status.ended();
    }

    /**
     * What the kernel tells of a thread.
     *
     * @param process the process that it belongs to
     * @param threads how many that has; 1 in a zombie, more where only the first thread has ended
     */
    private record Status(String name, long process, long parent, boolean zombie, long threads) {
        boolean ended() {
            return zombie && threads <= 1;
        }

        /** Null if there is no such thread, or if it may not be seen. */
        static @Nullable Status read(long id) {
            String text;
            try {
                text = Files.readString(Path.of("/proc/" + id + "/status"), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                // There is none (ENOENT), or it ended while its file was read (ESRCH).
                return null;
            }
            String state = field(text, "State");
            boolean zombie = state.startsWith("Z") || state.startsWith("X");
            return new Status(
                    field(text, "Name"), number(text, "Tgid"), number(text, "PPid"), zombie, number(text, "Threads"));
        }

        private static String field(String text, String name) {
            int at = text.startsWith(name + ":") ? 0 : text.indexOf("\n" + name + ":") + 1;
            int end = text.indexOf('\n', at);
            return end < 0 ? "" : text.substring(at + name.length() + 1, end).strip();
        }

        private static long number(String text, String name) {
            String value = field(text, name);
            return value.isEmpty() ? 0 : Long.parseLong(value);
        }
    }
}
