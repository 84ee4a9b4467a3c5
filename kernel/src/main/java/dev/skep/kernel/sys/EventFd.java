package dev.skep.kernel.sys;

import java.nio.ByteBuffer;

/** A counter that makes a waiting thread wake up (eventfd(2)). */
public final class EventFd implements AutoCloseable {
    private static final int NONBLOCK_CLOSE_ON_EXEC = 0x80800;

    private final Fd fd;

    private EventFd(Fd fd) {
        this.fd = fd;
    }

    public static EventFd open() {
        long fd = Sys.call(SystemCall.EVENTFD2, 0, NONBLOCK_CLOSE_ON_EXEC, 0);
        if (fd < 0) {
            throw Failure.of("eventfd2", fd);
        }
        return new EventFd(Fd.of(fd));
    }

    public int number() {
        return fd.number();
    }

    /** Makes the descriptor readable. From any thread; the counter cannot overflow in practice, and then it is readable anyway. */
    public void signal() {
        ByteBuffer one = Memory.allocate(8);
        one.putLong(0, 1);
        Sys.call(SystemCall.WRITE, fd.number(), Memory.address(one), 8);
        Memory.keep(one);
    }

    /** Takes all signals so far back, so that the descriptor is not readable any more. */
    public void reset() {
        ByteBuffer count = Memory.allocate(8);
        Sys.call(SystemCall.READ, fd.number(), Memory.address(count), 8);
        Memory.keep(count);
    }

    @Override
    public void close() {
        fd.close();
    }
}
