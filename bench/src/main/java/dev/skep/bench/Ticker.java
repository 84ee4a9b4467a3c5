package dev.skep.bench;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a file several thousand times a second and notes when. A tracer that counts openat by thread name then tells, by
 * its count alone, which call was the first that it saw: all calls from then on were counted.
 */
final class Ticker implements Runnable {
    /** The thread's name as the kernel has it, at most 15 bytes; another benchmark may run at the same time. */
    static final String NAME = "tick-" + ProcessHandle.current().pid();

    private static final long PAUSE_NANOS = 100_000;
    private static final int MOST = 1 << 17;

    private final long[] times = new long[MOST];
    private volatile int calls;
    private volatile boolean stop;

    @Override
    public void run() {
        int call = 0;
        while (!stop && call < MOST) {
            times[call++] = System.nanoTime();
            try {
                new FileInputStream("/dev/null").close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            calls = call;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    void stop() {
        stop = true;
    }

    /** When the call was made behind which as many followed as were counted, itself included; from System.nanoTime. */
    long firstOf(long counted) {
        if (counted <= 0 || counted > calls) {
            throw new IllegalStateException(counted + " calls counted, of " + calls);
        }
        return times[calls - (int) counted];
    }
}
