package dev.skep.trace;

import dev.skep.kernel.process.Pipe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands of the shell, one after the other, and hands out what they write to standard output. They read nothing, and
 * what they write to standard error goes where this process's goes. A command has ended when its shell has: what it left in
 * the background is not waited for, and may not write any more.
 */
final class Commands {
    /** Output is handed out when a command ends, or when there is so much of it. */
    private static final int LARGE = Pipe.CAPACITY;

    private static final long WAIT_MILLIS = 10;

    /** The shell makes the bytes of its first argument's escapes: arguments themselves are characters of some locale. */
    private static final String DECODE = "eval \"$(printf %b \"$1\")\"";

    private @Nullable Process running;

    /** Runs a command to its end. */
    void run(byte[] command, Sink sink) {
        // What was printed before stands before what the command writes to standard error.
        sink.flush();
        try (Pipe pipe = Pipe.open()) {
            Process process = start(words(command), pipe);
            try {
                handOut(process, pipe, sink);
            } finally {
                ended();
            }
        } catch (IOException e) {
            sink.notice(new Notice(Notice.Kind.ACTION, 1, "failed to run a command: " + e.getMessage()));
        }
    }

    private synchronized Process start(List<String> words, Pipe pipe) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(new File(pipe.path()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        pipe.closeWriting();
        running = process;
        return process;
    }

    private synchronized void ended() {
        running = null;
    }

    /** Ends the command that runs, with all that it started. From any thread. */
    synchronized void stop() {
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
        }
    }

    private void handOut(Process process, Pipe pipe, Sink sink) {
        byte[] output = new byte[LARGE + Pipe.CAPACITY];
        int length = 0;
        boolean told = false;
        boolean alive = true;
        boolean last = false;
        while (!last) {
            // What is read after the shell's end is at most what fits the pipe.
            last = !alive;
            int count = Math.max(0, pipe.read(output, length));
            length += count;
            if (length >= LARGE) {
                sink.system(Arrays.copyOf(output, length));
                told = true;
                length = 0;
            }
            if (count == 0 && alive) {
                alive = !awaitEnd(process);
            }
        }
        if (length > 0 || !told) {
            sink.system(Arrays.copyOf(output, length));
        }
    }

    /** Whether a process has ended, or ends in a moment. */
    private boolean awaitEnd(Process process) {
        try {
            return process.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // As a stop: the session ends when this returns.
            Thread.currentThread().interrupt();
            stop();
            return true;
        }
    }

    private static List<String> words(byte[] command) {
        int length = 0;
        boolean ascii = true;
        while (length < command.length && command[length] != 0) {
            ascii &= command[length++] > 0;
        }
        String text = new String(command, 0, length, StandardCharsets.ISO_8859_1);
        return ascii
                ? List.of("/bin/sh", "-c", text)
                : List.of("/bin/sh", "-c", DECODE, "sh", escaped(command, length));
    }

    private static String escaped(byte[] command, int length) {
        StringBuilder text = new StringBuilder(5 * length);
        for (int i = 0; i < length; i++) {
            int octal = command[i] & 0xff;
            text.append("\\0").append(octal >> 6).append(octal >> 3 & 7).append(octal & 7);
        }
        return text.toString();
    }
}
