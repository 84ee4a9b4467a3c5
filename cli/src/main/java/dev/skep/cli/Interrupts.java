package dev.skep.cli;

import dev.skep.kernel.process.Signals;
import dev.skep.trace.Session;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGINT and SIGTERM: the first stops the session, which then ends in its own way; a second one, or one before anything
 * is attached, ends the process at once. What the process leaves behind, the kernel takes away.
 *
 * <p>A shutdown hook would do without {@code sun.misc}, but then the JVM is already on its way out with code 130, and a
 * second signal is not heard.
 */
final class Interrupts implements SignalHandler {
    private static final String INT = "INT";
    private static final int SIGINT = 2;

    private boolean tracing;
    private boolean signalled;
    private @Nullable Session session;

    /** Takes both signals from now on. */
    void install() {
        if (take(INT) == SIG_IGN) {
            Signals.restoreDefault(SIGINT);
            take(INT);
        }
        take("TERM");
    }

    private SignalHandler take(String name) {
        return Signal.handle(new Signal(name), this);
    }

    /** From now on a first signal waits until the session is there. */
    synchronized void begin() {
        tracing = true;
    }

    /** Stops this session at a signal, or now if there was one. */
    synchronized void watch(Session opened) {
        session = opened;
        if (signalled) {
            opened.stop();
        }
    }

    @Override
    public synchronized void handle(Signal signal) {
        if (signalled || !tracing) {
            Runtime.getRuntime().halt(Exit.SIGNALLED + signal.getNumber());
        }
        signalled = true;
        if (session != null) {
            session.stop();
        }
    }
}
