package dev.skep.kernel.program;

import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Bpf;
import dev.skep.kernel.sys.BpfCommand;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;

/**
 * While one is open the kernel counts the runs of every BPF program and their time, which costs each run two clock readings
 * (kernel 5.8; needs {@code CAP_SYS_ADMIN}).
 */
public final class RunStatistics implements AutoCloseable {
    /** {@code BPF_STATS_RUN_TIME}. */
    private static final int RUN_TIME = 0;

    private final Fd fd;

    private RunStatistics(Fd fd) {
        this.fd = fd;
    }

    /** Switches the counting on until this is closed. */
    public static RunStatistics enable() {
        long result = Bpf.single(BpfCommand.ENABLE_STATS, RUN_TIME);
        if (result < 0) {
            throw Failure.of("count program runs: bpf(ENABLE_STATS)", result, Capability.SYS_ADMIN);
        }
        return new RunStatistics(Fd.of(result));
    }

    @Override
    public void close() {
        fd.close();
    }
}
