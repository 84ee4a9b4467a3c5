package dev.skep.kernel.process;

import dev.skep.kernel.Errno;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.KernelFile;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first bytes of a file whose name somebody else may have chosen. Only regular files are read: to open a device can do
 * things, and to read a FIFO or a terminal waits for others. It does not wait: of a file of the kernel that has nothing to
 * say yet, such as a trace pipe, there are no bytes. Source: open(2), {@code O_PATH} and {@code O_NONBLOCK}.
 *
 * @param bytes what was read
 * @param error 0, or the {@link Errno} that kept the file from being read
 * @param regular false if it is no regular file, and was left alone
 */
@SuppressWarnings("ArrayRecordComponent") // made for one reader
public record FileHead(byte[] bytes, int error, boolean regular) {
    private static final int NON_BLOCKING = 0x800;
    private static final int PATH = 0x200000;
    /** {@code AT_EMPTY_PATH}: the file of the descriptor itself. */
    private static final int ITSELF = 0x1000;
    /** {@code STATX_TYPE}. */
    private static final int TYPE = 1;
    /** {@code sizeof(struct statx)}, and where its {@code stx_mode} lies. */
    private static final int STATX_BYTES = 256;

    private static final int MODE = 28;
    private static final int FORMAT = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;

    /**
     * Reads.
     *
     * @param path as the kernel takes it; what stands behind a NUL is not part of it
     * @param most how many bytes at most
     */
    public static FileHead read(byte[] path, int most) {
        long opened = KernelFile.open(KernelFile.CURRENT_DIRECTORY, Memory.cString(path), PATH);
        if (opened < 0) {
            return failed(opened);
        }
        try (Fd file = Fd.of(opened)) {
            long mode = mode(file);
            if (mode < 0) {
                return failed(mode);
            }
            if ((mode & FORMAT) == DIRECTORY) {
                return failed(-Errno.EISDIR);
            }
            if ((mode & FORMAT) != REGULAR) {
                return new FileHead(new byte[0], 0, false);
            }
            return open(file, most);
        }
    }

    /** Opens the very file that was looked at. */
    private static FileHead open(Fd file, int most) {
        long opened = KernelFile.open(KernelFile.CURRENT_DIRECTORY, "/proc/self/fd/" + file.number(), NON_BLOCKING);
        if (opened < 0) {
            return failed(opened);
        }
        try (Fd readable = Fd.of(opened)) {
            return contents(readable, most);
        }
    }

    private static FileHead contents(Fd file, int most) {
        ByteBuffer buffer = Memory.allocate(most);
        long address = Memory.address(buffer);
        int length = 0;
        long count = 1;
        while (count > 0 && length < most) {
            count = Sys.call(SystemCall.READ, file.number(), address + length, most - length);
            if (count > 0) {
                length += (int) count;
            } else if (count == -Errno.EINTR) {
                count = 1;
            }
        }
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        Memory.keep(buffer);
        return count < 0 && count != -Errno.EAGAIN && length == 0 ? failed(count) : new FileHead(bytes, 0, true);
    }

    private static long mode(Fd file) {
        ByteBuffer name = Memory.cString("");
        ByteBuffer result = Memory.allocate(STATX_BYTES);
        long failed = Sys.call(
                SystemCall.STATX, file.number(), Memory.address(name), ITSELF, TYPE, Memory.address(result), 0);
        Memory.keep(name);
        Memory.keep(result);
        return failed < 0 ? failed : result.getShort(MODE) & 0xffff;
    }

    private static FileHead failed(long result) {
        return new FileHead(new byte[0], (int) -result, true);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileHead that
                && error == that.error
                && regular == that.regular
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
