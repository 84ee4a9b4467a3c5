package dev.skep.kernel.process;

import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;

/**
 * A place where another process waits until it is let through. It is a pipe that the other opens by its path and reads a
 * line from: it gets one after {@link #release}, or the end of the file once this gate is closed or this process has died.
 * Nothing lies in a file system, so nothing can stay behind.
 */
public final class Gate implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int FIONREAD = 0x541b;

    private final Fd read;
    private final Fd write;

    private Gate(Fd read, Fd write) {
        this.read = read;
        this.write = write;
    }

    /** A closed gate. */
    public static Gate open() {
        ByteBuffer pair = Memory.allocate(2 * Integer.BYTES);
        long result = Sys.call(SystemCall.PIPE2, Memory.address(pair), CLOSE_ON_EXEC, 0);
        Memory.keep(pair);
        if (result < 0) {
            throw Failure.of("make a gate: pipe2", result);
        }
        return new Gate(Fd.of(pair.getInt(0)), Fd.of(pair.getInt(Integer.BYTES)));
    }

    /** Where processes of the same user wait, by opening it for reading, as long as this gate is not closed. */
    public String path() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + read.number();
    }

    /** Lets one process through. */
    public void release() {
        ByteBuffer line = Memory.copy(new byte[] {'\n'});
        long result = Sys.call(SystemCall.WRITE, write.number(), Memory.address(line), 1);
        Memory.keep(line);
        if (result < 0) {
            throw Failure.of("open a gate: write", result);
        }
    }

    /** Whether somebody wrote into it from outside, and nobody read that: how a process that was let through answers. */
    public boolean answered() {
        ByteBuffer unread = Memory.allocate(Integer.BYTES);
        long result = Sys.call(SystemCall.IOCTL, read.number(), FIONREAD, Memory.address(unread));
        Memory.keep(unread);
        if (result < 0) {
            throw Failure.of("look into a gate: ioctl", result);
        }
        return unread.getInt(0) > 0;
    }

    @Override
    public void close() {
        write.close();
        read.close();
    }
}
