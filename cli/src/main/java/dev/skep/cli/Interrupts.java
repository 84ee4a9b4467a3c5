package dev.skep.cli;

import dev.skep.kernel.process.Signals;
import dev.skep.trace.Session;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT and SIGTERM: the first stops the session, which then ends in its own way and with its own exit code; a second
 * one, or one before anything is attached, ends the process at once. What the process leaves behind, the kernel takes away.
 *
 * <p>This is a shutdown hook: on a signal the JVM starts it and would exit with 128 and the signal's number once it
 * returns. While a program runs it does not return, and the main thread, when it is done, halts the JVM with its own code.
 */
final class Interrupts extends Thread {
    private boolean tracing;
    private boolean signalled;
    private @Nullable Session session;

    private Interrupts() {
        super("skep-interrupt");
    }

    /** Takes signals from now on. */
    static Interrupts install() {
        Interrupts interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(interrupts);
        return interrupts;
    }

    /** From now on a first signal waits until the session is there. */
    synchronized void begin() {
        tracing = true;
    }

    /** Stops the tracing at a signal, or now if there was one. */
    synchronized void watch(Session opened) {
        session = opened;
        if (signalled) {
            opened.stop();
        }
    }

    @Override
    public void run() {
        if (stopSession()) {
            Signals.endAtOnce();
            while (true) {
                // The main thread halts the JVM.
                LockSupport.park(this);
            }
        }
    }

    private synchronized boolean stopSession() {
        signalled = true;
        if (session != null) {
            session.stop();
        }
        return tracing;
    }
}
