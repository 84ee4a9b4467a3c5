package dev.skep.trace;

import dev.skep.kernel.ring.RecordHandler;
import dev.skep.kernel.ring.RingBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a session waits for: its events, if its script sends any, and somebody who stops it. */
final class EventQueue implements AutoCloseable {
    private static final int ROUNDS = 1000;
    private static final long ROUND_NANOS = 100_000;
    /**
     * After a round of so many events the next ones are let gather for this time, if the buffer has room for what comes
     * meanwhile. A reader that waits for each event is woken by each, at the expense of the traced process.
     */
    private static final int MANY = 8;

    private static final long GATHER_NANOS = 1_000_000;
    private static final long ROOMY_BYTES = 1 << 20;

    private final @Nullable RingBuffer ring;
    /** How many events the last round had. */
    private int last;

    private long events;
    /** One for each time that a wait without a ring buffer is to end. */
    private final Semaphore wakes = new Semaphore(0);

    private volatile boolean stopped;

    /** @param ring null if the script sends no events */
    EventQueue(@Nullable RingBuffer ring) {
        this.ring = ring;
    }

    /**
     * Hands out the events that are there, or waits for the first.
     *
     * @return how many there were; 0 after the time, or when the session was stopped or woken up
     */
    int await(int millis, int most, RecordHandler handler) {
        if (ring != null) {
            if (last >= MANY && last < most && millis > 0 && ring.size() >= ROOMY_BYTES) {
                LockSupport.parkNanos(GATHER_NANOS);
            }
            last = ring.poll(millis, most, handler);
            events += last;
            return last;
        }
        try {
            boolean _ = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /**
     * Hands out the events that are there, and waits for those that a program is still writing: one may do so for a moment
     * after it was detached.
     *
     * @return whether there may be more
     */
    boolean take(int most, RecordHandler handler) {
        if (ring == null) {
            return false;
        }
        int taken = ring.poll(0, most, handler);
        for (int round = 0; taken == 0 && ring.pendingBytes() > 0 && round < ROUNDS; round++) {
            LockSupport.parkNanos(ROUND_NANOS);
            taken = ring.poll(0, most, handler);
        }
        return taken > 0;
    }

    /** How many events were waited for and handed out. */
    long events() {
        return events;
    }

    /** How many bytes those, and what else was in the buffer, took. */
    long bytes() {
        return ring == null ? 0 : ring.consumedBytes();
    }

    /** How many bytes of events wait. */
    long pendingBytes() {
        return ring == null ? 0 : ring.pendingBytes();
    }

    /** How many bytes of events there is room for. */
    long size() {
        return ring == null ? 0 : ring.size();
    }

    /** From any thread. */
    void stop() {
        stopped = true;
        wakeUp();
    }

    /** Makes a wait, or else the next one, end at once. From any thread. */
    void wakeUp() {
        if (ring != null) {
            ring.wakeUp();
        } else {
            wakes.release();
        }
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
    }
}
