package dev.skep.trace;

import dev.skep.kernel.process.Gate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command that waits until tracing has begun: its process exists, with its id, but runs the command only when the
 * session lets it. So the command's very first system call, the execve that starts it, is seen. If this process dies
 * before that, the command never runs.
 */
public final class ChildProcess implements AutoCloseable {
    /**
     * Waits at the gate, whose path is the first argument; the end of the file means that nobody will open it any more. If
     * the command cannot be run the shell says why, and writes back into the gate.
     */
    private static final String WAIT = "read -r skep_gate < \"$1\" || exit 127; skep_gate=$1; shift;"
            + " trap 'echo >\"$skep_gate\"' EXIT; exec \"$@\"";

    private final Process process;
    private final Gate gate;

    private ChildProcess(Process process, Gate gate) {
        this.process = process;
        this.gate = gate;
    }

    /**
     * Makes the process, which shares standard input, output and error with this one.
     *
     * @param command the words of the command: {@link CommandWords}
     * @throws IOException if there is no such command, or it may not be run
     */
    public static ChildProcess prepare(List<String> command) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.set(0, CommandFile.find(command.getFirst()));
        Gate gate = Gate.open();
        try {
            words.addAll(0, List.of("/bin/sh", "-c", WAIT, "skep", gate.path()));
            return new ChildProcess(new ProcessBuilder(words).inheritIO().start(), gate);
        } catch (IOException | RuntimeException e) {
            gate.close();
            throw e;
        }
    }

    /** The process's id, which is the command's. */
    public long pid() {
        return process.pid();
    }

    Process process() {
        return process;
    }

    /** Lets the command run. */
    void start(Runnable atExit) {
        gate.release();
        CompletableFuture<Void> _ = process.onExit().thenRun(atExit);
    }

    /** What the command ended with, or 128 and the number of the signal that ended it; 0 while it runs. */
    public int exitCode() {
        return process.isAlive() ? 0 : process.exitValue();
    }

    /** Whether the command could not be run: what execve(2) refused it for was said on standard error. */
    public boolean refused() {
        return !process.isAlive() && gate.answered();
    }

    /** Asks the command to end (SIGTERM) if it runs, and keeps it from running if it does not yet. */
    @Override
    public void close() {
        process.destroy();
        gate.close();
    }
}
