package dev.skep.kernel.sys;

import dev.skep.kernel.Errno;
import dev.skep.kernel.capability.Capability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the small files of procfs, sysfs and tracefs: their size is not known beforehand, so they are read to the end. */
public final class KernelFile {
    /** {@code openat}'s "relative to the working directory". */
    public static final int CURRENT_DIRECTORY = -100;

    /** {@code O_DIRECTORY}; the one flag whose value differs between the machines. */
    public static final int DIRECTORY = Machine.AARCH64 ? 0x4000 : 0x10000;

    private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
    private static final int CHUNK = 16 * 1024;
    /** No file that is read here comes near it; it keeps a wrong path from filling the memory. */
    private static final int LIMIT = 64 << 20;

    private KernelFile() {}

    /** The whole file, bytes as characters (kernel files are ASCII, or not to be trusted). */
    public static String text(String path) {
        return new String(read(CURRENT_DIRECTORY, path, path), StandardCharsets.ISO_8859_1);
    }

    /**
     * The whole file.
     *
     * @param directory a directory's descriptor that the path is relative to, or {@link #CURRENT_DIRECTORY}
     * @param shown the path for messages
     * @throws dev.skep.kernel.SyscallException if it cannot be opened or read ({@code ENOENT}: there is no such file)
     */
    public static byte[] read(int directory, String path, String shown) {
        long opened = open(directory, path);
        if (opened < 0) {
            throw Failure.of("open " + shown, opened, Capability.DAC_READ_SEARCH);
        }
        try (Fd fd = Fd.of(opened)) {
            return readAll(fd, shown);
        }
    }

    /** A descriptor to read from, or {@code -errno}. */
    public static long open(int directory, String path) {
        return open(directory, path, 0);
    }

    /** With more {@code O_*} flags. */
    public static long open(int directory, String path, int flags) {
        return open(directory, Memory.cString(path), flags);
    }

    /** A descriptor of the file of a native, NUL-terminated name, or {@code -errno}. */
    public static long open(int directory, ByteBuffer name, int flags) {
        long result =
                Sys.call(SystemCall.OPENAT, directory, Memory.address(name), READ_ONLY_CLOSE_ON_EXEC | (long) flags);
        Memory.keep(name);
        return result;
    }

    private static byte[] readAll(Fd fd, String shown) {
        ByteBuffer chunk = Memory.allocate(CHUNK);
        long address = Memory.address(chunk);
        byte[] bytes = new byte[0];
        while (true) {
            long count = Sys.call(SystemCall.READ, fd.number(), address, CHUNK);
            if (count == -Errno.EINTR) {
                continue;
            }
            if (count < 0) {
                throw Failure.of("read " + shown, count, Capability.DAC_READ_SEARCH);
            }
            if (count == 0) {
                return bytes;
            }
            int length = bytes.length;
            if (length + count > LIMIT) {
                throw Failure.of("read " + shown, -Errno.E2BIG);
            }
            bytes = Arrays.copyOf(bytes, length + (int) count);
            chunk.get(0, bytes, length, (int) count);
        }
    }
}
