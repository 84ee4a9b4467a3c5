package dev.skep.kernel.sys;

import java.nio.ByteBuffer;

/**
 * {@code RLIMIT_MEMLOCK}, against which BPF memory counted before kernel 5.11. A process may be refused to raise it; then
 * what failed before fails again and says so.
 */
public final class MemoryLimit {
    private static final int RLIMIT_MEMLOCK = 8;
    private static final long INFINITY = -1;

    private MemoryLimit() {}

    /** Lifts the limit for this process; false if it was not raised. */
    public static boolean raise() {
        ByteBuffer limit = Memory.allocate(16);
        limit.putLong(0, INFINITY).putLong(8, INFINITY);
        long result = Sys.call(SystemCall.PRLIMIT64, 0, RLIMIT_MEMLOCK, Memory.address(limit), 0);
        Memory.keep(limit);
        return result == 0;
    }
}
