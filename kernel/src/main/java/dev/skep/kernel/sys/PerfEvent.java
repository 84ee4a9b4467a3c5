package dev.skep.kernel.sys;

import java.nio.ByteBuffer;

/**
 * perf_event_open(2) and its ioctls, for events that run a BPF program.
 *
 * <p>Source: {@code include/uapi/linux/perf_event.h}, {@code struct perf_event_attr}: 0 type, 4 size, 8 config, 16
 * sample_period or sample_freq, 24 sample_type, 32 read_format, 40 flag bits, 48 wakeup_events, 52 bp_type, 56 config1, 64
 * config2.
 *
 * @param type {@code PERF_TYPE_*}
 * @param sample the period in events (nanoseconds for clocks), or the frequency in Hertz
 * @param frequency whether {@code sample} is a frequency
 * @param enabled whether the event counts from the start; a tracepoint's programs run whether it does or not
 */
public record PerfEvent(int type, long config, long sample, boolean frequency, boolean enabled) {
    public static final int TYPE_HARDWARE = 0;
    public static final int TYPE_SOFTWARE = 1;
    public static final int TYPE_TRACEPOINT = 2;
    public static final int SOFTWARE_CPU_CLOCK = 0;

    /** {@code PERF_ATTR_SIZE_VER1}: up to config2. */
    static final int SIZE = 72;

    private static final int TYPE_BREAKPOINT = 5;
    /** {@code HW_BREAKPOINT_W}. */
    private static final int WRITES = 2;

    private static final int THIS_PROCESS = 0;
    private static final int ANY_PROCESS = -1;
    private static final int ANY_CPU = -1;
    private static final int NO_GROUP = -1;
    private static final int CLOSE_ON_EXEC = 8;
    private static final long FLAG_DISABLED = 1;
    private static final long FLAG_FREQUENCY = 1 << 10;

    /** {@code _IOW('$', 8, __u32)}. */
    private static final long IOC_SET_BPF = 0x4004_2408;

    int write(ByteBuffer a) {
        a.putInt(0, type).putInt(4, SIZE).putLong(8, config).putLong(16, sample);
        a.putLong(40, (enabled ? 0 : FLAG_DISABLED) | (frequency ? FLAG_FREQUENCY : 0));
        // No buffer is ever mapped, so that nobody is woken up; the kernel wants a number all the same.
        a.putInt(48, 1);
        return SIZE;
    }

    /** Opens the event for all processes on one CPU: a descriptor, or {@code -errno}. */
    public long open(int cpu) {
        CallFrame frame = CallFrame.current();
        write(frame.attribute(SIZE));
        return Sys.call(
                SystemCall.PERF_EVENT_OPEN, frame.attributeAddress(), ANY_PROCESS, cpu, NO_GROUP, CLOSE_ON_EXEC, 0);
    }

    /**
     * Opens the event of a place in a program.
     *
     * @param type the number of the kernel's event source "uprobe"
     * @param config whether it is the function's return, as that source wants it
     * @param path the address of the file's name
     * @param offset in the file, in bytes
     * @param process the only process, or 0 for all
     * @return a descriptor, or {@code -errno}
     */
    public static long openUprobe(int type, long config, long path, long offset, int process) {
        CallFrame frame = CallFrame.current();
        ByteBuffer a = frame.attribute(SIZE);
        new PerfEvent(type, config, 1, false, false).write(a);
        a.putLong(56, path).putLong(64, offset);
        // The event's programs run in all of the process, on all CPUs, whatever thread and CPU it is bound to.
        return Sys.call(
                SystemCall.PERF_EVENT_OPEN,
                frame.attributeAddress(),
                process == 0 ? ANY_PROCESS : process,
                process == 0 ? 0 : ANY_CPU,
                NO_GROUP,
                CLOSE_ON_EXEC,
                0);
    }

    /** Opens, but does not switch on, the event of writes to an address of this process: a descriptor, or {@code -errno}. */
    public static long openWatchpoint(long address, int bytes) {
        CallFrame frame = CallFrame.current();
        ByteBuffer a = frame.attribute(SIZE);
        new PerfEvent(TYPE_BREAKPOINT, 0, 1, false, false).write(a);
        a.putInt(52, WRITES).putLong(56, address).putLong(64, bytes);
        return Sys.call(
                SystemCall.PERF_EVENT_OPEN,
                frame.attributeAddress(),
                THIS_PROCESS,
                ANY_CPU,
                NO_GROUP,
                CLOSE_ON_EXEC,
                0);
    }

    /** Attaches a program the way kernels before 5.15 have it: it stays until the event is closed. */
    public static long setProgram(int eventFd, int programFd) {
        return Sys.call(SystemCall.IOCTL, eventFd, IOC_SET_BPF, programFd);
    }
}
