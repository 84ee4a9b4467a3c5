package dev.skep.kernel.feature;

/** What a tracer may use where the kernel has it. {@link Features#probe} finds out. */
public enum Feature {
    /** The kernel's own types: {@code /sys/kernel/btf/vmlinux}. */
    BTF("kernel 5.4, built with CONFIG_DEBUG_INFO_BTF"),
    /** Types of the kernel's modules. */
    MODULE_BTF("kernel 5.11, built with CONFIG_DEBUG_INFO_BTF_MODULES, and a loaded module"),
    /** Programs of up to a million instructions, instead of 4096. */
    LONG_PROGRAMS("kernel 5.2"),
    /** Loops that the verifier follows. */
    LOOPS("kernel 5.3"),
    /** Many map entries in one call, for hash tables. */
    MAP_BATCHES("kernel 5.6"),
    /** {@code begin} and {@code end} probes: a raw tracepoint program that is run on demand. */
    RUN_ON_DEMAND("kernel 5.10"),
    /** Perf events hold programs by links. */
    PERF_EVENT_LINK("kernel 5.15"),
    /** Programs on the tracepoints in tracefs. */
    TRACEPOINT("kernel 4.7, built with CONFIG_BPF_EVENTS and with tracing"),
    /** Programs on raw tracepoints, with arguments typed by BTF. */
    BTF_RAW_TRACEPOINT("kernel 5.5"),
    /** Programs that run for each object of the kernel. */
    ITERATOR("kernel 5.8"),
    /** Programs on any kernel function, by breakpoint. */
    KPROBE("kernel 4.17, built with CONFIG_KPROBES and CONFIG_KPROBE_EVENTS"),
    /** One program on many kernel functions at once. */
    KPROBE_MULTI("kernel 5.18, built with CONFIG_FPROBE"),
    /** One program on the entries and returns of kernel functions. */
    KPROBE_SESSION("kernel 6.10, built with CONFIG_FPROBE"),
    /** Programs at the entry of kernel functions, without a breakpoint. */
    FENTRY("kernel 5.5, on aarch64 kernel 6.0"),
    /** Programs on instructions of user programs. */
    UPROBE("kernel 4.17, built with CONFIG_UPROBE_EVENTS"),
    /** Counters in user programs that say whether their probes are wanted. */
    UPROBE_REFCOUNT("kernel 4.20"),
    /** One program on many places of a user program at once. */
    UPROBE_MULTI("kernel 6.6"),
    /** Events that the processor counts. */
    HARDWARE_EVENT("a processor whose counters may be used: of a virtual machine, its host decides"),
    /** Accesses to an address, by the processor's debug registers. */
    WATCHPOINT("a kernel built with CONFIG_HAVE_HW_BREAKPOINT");

    private final String needs;

    Feature(String needs) {
        this.needs = needs;
    }

    /** The first kernel that has it, and how it must be built: {@code "kernel 5.15"}. */
    public String needs() {
        return needs;
    }
}
