package dev.skep.kernel.capability;

/** The Linux capabilities that tracing may need. Source: {@code include/uapi/linux/capability.h}. */
public enum Capability {
    /** Reads files whatever their mode: tracefs is readable by root alone. */
    DAC_READ_SEARCH(2),
    /** Implies {@link #BPF} and {@link #PERFMON}; stands for both before kernel 5.8. Also mounts tracefs. */
    SYS_ADMIN(21),
    /** Opens perf events and attaches to tracepoints (kernel 5.8). */
    PERFMON(38),
    /** Creates maps and loads programs (kernel 5.8). */
    BPF(39);

    private final long bit;

    Capability(int number) {
        this.bit = 1L << number;
    }

    long bit() {
        return bit;
    }

    /** As manuals name it: {@code CAP_PERFMON}. */
    public String kernelName() {
        return "CAP_" + name();
    }
}
