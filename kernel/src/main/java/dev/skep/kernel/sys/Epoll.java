package dev.skep.kernel.sys;

import dev.skep.kernel.Errno;
import java.nio.ByteBuffer;

/**
 * Waits for descriptors to become readable (epoll(7), level-triggered).
 *
 * <p>{@code struct epoll_event} is 0 events, 4 data on x86-64, where it is packed, and 0 events, 8 data elsewhere.
 */
public final class Epoll implements AutoCloseable {
    private static final int EPOLLIN = 1;
    private static final int CTL_ADD = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int DATA = Machine.AARCH64 ? 8 : 4;
    private static final int EVENT = DATA + 8;
    private static final int EVENTS = 16;

    private final Fd fd;
    private final ByteBuffer events = Memory.allocate(EVENT * EVENTS);
    private final long eventsAddress = Memory.address(events);

    private Epoll(Fd fd) {
        this.fd = fd;
    }

    public static Epoll open() {
        long fd = Sys.call(SystemCall.EPOLL_CREATE1, CLOSE_ON_EXEC);
        if (fd < 0) {
            throw Failure.of("epoll_create1", fd);
        }
        return new Epoll(Fd.of(fd));
    }

    /** Watches a descriptor. */
    public void add(int watched) {
        ByteBuffer event = Memory.allocate(EVENT);
        event.putInt(0, EPOLLIN).putLong(DATA, watched);
        long result = Sys.call(SystemCall.EPOLL_CTL, fd.number(), CTL_ADD, watched, Memory.address(event));
        Memory.keep(event);
        if (result < 0) {
            throw Failure.of("epoll_ctl", result);
        }
    }

    /**
     * Waits until a descriptor is readable.
     *
     * @param timeoutMillis at most so long; 0 does not wait, negative has no limit
     * @return how many descriptors are readable; 0 after the time, or when a signal came
     */
    public int await(int timeoutMillis) {
        long result = Sys.call(SystemCall.EPOLL_PWAIT, fd.number(), eventsAddress, EVENTS, timeoutMillis, 0, 0);
        if (result == -Errno.EINTR) {
            return 0;
        }
        if (result < 0) {
            throw Failure.of("epoll_pwait", result);
        }
        return (int) result;
    }

    /** The descriptor of a readable one, by its place in the last {@link #await}. */
    public int ready(int index) {
        return (int) events.getLong(EVENT * index + DATA);
    }

    @Override
    public void close() {
        fd.close();
    }
}
