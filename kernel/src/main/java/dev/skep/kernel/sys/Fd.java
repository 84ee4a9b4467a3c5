package dev.skep.kernel.sys;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor and the duty to close it. Closing twice is harmless; using it afterwards is refused. */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /** Takes over a descriptor that a system call returned. */
    public static Fd of(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a file descriptor: " + number);
        }
        return new Fd((int) number);
    }

    /**
     * The descriptor's number.
     *
     * @throws IllegalStateException if it was closed
     */
    public int number() {
        int fd = number.get();
        if (fd == CLOSED) {
            throw new IllegalStateException("already closed");
        }
        return fd;
    }

    public boolean isClosed() {
        return number.get() == CLOSED;
    }

    /** Closes the descriptor. Linux frees it even where {@code close} reports an error, so there is nothing to report. */
    @Override
    public void close() {
        int fd = number.getAndSet(CLOSED);
        if (fd != CLOSED) {
            Sys.call(SystemCall.CLOSE, fd);
        }
    }
}
