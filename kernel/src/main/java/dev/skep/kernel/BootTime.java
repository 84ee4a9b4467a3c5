package dev.skep.kernel;

import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Memory;
import dev.skep.kernel.sys.Sys;
import dev.skep.kernel.sys.SystemCall;
import java.nio.ByteBuffer;

/** The time since the machine was started, time asleep included, which {@code bpf_ktime_get_boot_ns} gives programs. */
public final class BootTime {
    /** {@code <linux/time.h>}. */
    private static final int CLOCK_REALTIME = 0;

    private static final int CLOCK_BOOTTIME = 7;

    private BootTime() {}

    /**
     * The time of day, in nanoseconds since 1970, at which the boot clock stood at 0. It moves when the clock is set.
     * Exact to the time between two system calls: the shortest of some tries is taken.
     */
    public static long start() {
        long best = Long.MAX_VALUE;
        long start = 0;
        for (int i = 0; i < 5; i++) {
            long before = read(CLOCK_BOOTTIME);
            long day = read(CLOCK_REALTIME);
            long after = read(CLOCK_BOOTTIME);
            if (after - before < best) {
                best = after - before;
                start = day - (before + best / 2);
            }
        }
        return start;
    }

    /** Nanoseconds since the machine was started, time asleep included. */
    public static long now() {
        return read(CLOCK_BOOTTIME);
    }

    private static long read(int clock) {
        ByteBuffer time = Memory.allocate(2 * Long.BYTES);
        long result = Sys.call(SystemCall.CLOCK_GETTIME, clock, Memory.address(time), 0);
        Memory.keep(time);
        if (result < 0) {
            throw Failure.of("read a clock: clock_gettime", result);
        }
        return time.getLong(0) * 1_000_000_000L + time.getLong(Long.BYTES);
    }
}
