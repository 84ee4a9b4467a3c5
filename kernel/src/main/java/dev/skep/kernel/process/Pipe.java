package dev.skep.kernel.process;

import dev.skep.kernel.Errno;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;

/** What another process writes, read without waiting for it. The other opens the pipe by its path. */
public final class Pipe implements AutoCloseable {
    /** How many bytes the kernel keeps in a pipe: pipe(7). */
    public static final int CAPACITY = 1 << 16;

    private static final int CLOSE_ON_EXEC = 0x80000;
    /** {@code F_SETFL}, and {@code O_NONBLOCK}: of the reading end only, for a writer is to wait. */
    private static final int SET_FLAGS = 4;

    private static final int NON_BLOCKING = 0x800;

    private final Fd read;
    private final Fd write;
    private final ByteBuffer buffer = Memory.allocate(CAPACITY);

    private Pipe(Fd read, Fd write) {
        this.read = read;
        this.write = write;
    }

    /** An empty pipe. */
    public static Pipe open() {
        ByteBuffer pair = Memory.allocate(2 * Integer.BYTES);
        long result = Sys.call(SystemCall.PIPE2, Memory.address(pair), CLOSE_ON_EXEC, 0);
        Memory.keep(pair);
        if (result < 0) {
            throw Failure.of("make a pipe: pipe2", result);
        }
        Pipe pipe = new Pipe(Fd.of(pair.getInt(0)), Fd.of(pair.getInt(Integer.BYTES)));
        long set = Sys.call(SystemCall.FCNTL, pipe.read.number(), SET_FLAGS, NON_BLOCKING);
        if (set < 0) {
            pipe.close();
            throw Failure.of("make a pipe: fcntl", set);
        }
        return pipe;
    }

    /** Where the other end is opened for writing, until {@link #closeWriting}. */
    public String path() {
        return "/proc/self/fd/" + write.number();
    }

    /** Lets the pipe end as soon as those who have opened it for writing have closed it. */
    public void closeWriting() {
        write.close();
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes, written to {@code to} from {@code offset} on; 0 if there is nothing now, -1 if nothing will come
     */
    public int read(byte[] to, int offset) {
        int most = Math.min(to.length - offset, CAPACITY);
        long count = Sys.call(SystemCall.READ, read.number(), Memory.address(buffer), most);
        if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
            return 0;
        }
        if (count < 0) {
            throw Failure.of("read from a pipe: read", count);
        }
        buffer.get(0, to, offset, (int) count);
        return count == 0 ? -1 : (int) count;
    }

    @Override
    public void close() {
        write.close();
        read.close();
    }
}
