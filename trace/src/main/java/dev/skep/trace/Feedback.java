package dev.skep.trace;

import java.util.concurrent.locks.LockSupport;

/**
 * Finds out whether a session traces itself: whether what it prints makes the events that it prints. Events do not tell who
 * caused them, and asking in the program would cost every event of every session. So it is tried out: where events come fast
 * for a while, nothing is read, and so nothing printed, for some milliseconds. Events that come from elsewhere go on coming,
 * and the trial ends at once; those that Skep causes itself stop. Only if that happens many times in a row, and each time
 * the events come again when reading goes on, are they its own. What comes meanwhile waits in the buffer.
 */
final class Feedback {
    /** Events a second, below which nobody minds. */
    private static final int FAST = 500;
    /** How often the trial must come out the same: bursts that happen to pause just then do so one time in four. */
    private static final int TRIALS = 8;
    /** A silence is so long that so many events are missed in it. */
    private static final int EVENTS_MISSED = 32;

    /** In each silence less than this share of what is expected comes; in all of them together less than half. */
    private static final double CLEARLY = 0.7;

    private static final long SETTLE_NANOS = 2_000_000;
    private static final int SETTLE_ROUNDS = 10;
    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 60;
    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final EventQueue queue;
    private long pause = FIRST_PAUSE_MILLIS;
    private long due;
    private long since;
    private long events;
    private long bytes;
    private int trials;
    /** Bytes that came in all silences, and that would have come at the pace from before. */
    private double came;

    private double expected;
    private boolean told;

    Feedback(EventQueue queue) {
        this.queue = queue;
        restart();
    }

    /** Whether trials are under way: then {@link #look} is to be called as soon as it {@link #isDue}, else some time after. */
    boolean trying() {
        return trials > 0 && !told;
    }

    /** Whether it is time for {@link #look}. */
    boolean isDue() {
        return millisLeft() <= 0;
    }

    /** Milliseconds until it is; not positive if it is. */
    long millisLeft() {
        return due - now();
    }

    /**
     * Looks at what came since the last time, and may keep still for some milliseconds.
     *
     * @return whether it is certain now, for the first time, that most events are caused by this session
     */
    boolean look() {
        double millis = Math.max(1, now() - since);
        double eventRate = (queue.events() - events) / millis;
        double byteRate = (queue.bytes() - bytes) / millis;
        if (told || eventRate * 1000 < FAST) {
            restart();
            return false;
        }
        long silence = Math.clamp((long) (EVENTS_MISSED / eventRate), SHORTEST_MILLIS, LONGEST_MILLIS);
        boolean silent = silent(silence, byteRate, byteRate / eventRate);
        trials++;
        told = silent && trials == TRIALS && came < expected / 2;
        if (!silent || (trials == TRIALS && !told)) {
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            restart();
            return false;
        }
        mark();
        // Reading goes on for longer than it stood still, and not always for as long: nothing else has this rhythm.
        due = since + 2 * silence + trials % 3 * SHORTEST_MILLIS;
        return told;
    }

    private void restart() {
        trials = 0;
        came = 0;
        expected = 0;
        mark();
        due = since + pause;
    }

    private void mark() {
        since = now();
        events = queue.events();
        bytes = queue.bytes();
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Waits for the events of what was printed last, which may still be on its way to a terminal; false if they do not end. */
    private boolean settled(double byteRate) {
        long before = queue.pendingBytes();
        long start = System.nanoTime();
        for (int round = 0; round < SETTLE_ROUNDS && before < queue.size() / 8; round++) {
            LockSupport.parkNanos(SETTLE_NANOS);
            long pending = queue.pendingBytes();
            long end = System.nanoTime();
            if (pending - before < (end - start) / 1e6 * byteRate * CLEARLY) {
                return true;
            }
            before = pending;
            start = end;
        }
        return false;
    }

    /** Whether clearly less comes while nothing is read. Looks ever more rarely: looking makes events too. */
    private boolean silent(long millis, double byteRate, double size) {
        if (!settled(byteRate)) {
            return false;
        }
        long start = System.nanoTime();
        long before = queue.pendingBytes();
        long grown = 0;
        double due = 0;
        for (long step = 1; due < millis * byteRate; step *= 2) {
            LockSupport.parkNanos(step * 1_000_000);
            grown = queue.pendingBytes() - before;
            due = (System.nanoTime() - start) / 1e6 * byteRate;
            if (grown > due * CLEARLY && grown > EVENTS_MISSED / 4 * size) {
                return false;
            }
        }
        came += grown;
        expected += due;
        // In a full buffer nothing grows.
        return queue.pendingBytes() < queue.size() / 2;
    }
}
