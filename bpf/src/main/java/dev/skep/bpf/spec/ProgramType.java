package dev.skep.bpf.spec;

import dev.skep.bpf.asm.KernelVersion;

/** A program's type; the ordinal is the kernel's number. Source: {@code include/uapi/linux/bpf.h}, {@code bpf_prog_type}. */
public enum ProgramType {
    UNSPEC,
    SOCKET_FILTER,
    KPROBE,
    SCHED_CLS,
    SCHED_ACT,
    TRACEPOINT,
    XDP,
    PERF_EVENT,
    CGROUP_SKB,
    CGROUP_SOCK,
    LWT_IN,
    LWT_OUT,
    LWT_XMIT,
    SOCK_OPS,
    SK_SKB,
    CGROUP_DEVICE,
    SK_MSG,
    RAW_TRACEPOINT,
    CGROUP_SOCK_ADDR,
    LWT_SEG6LOCAL,
    LIRC_MODE2,
    SK_REUSEPORT,
    FLOW_DISSECTOR,
    CGROUP_SYSCTL,
    RAW_TRACEPOINT_WRITABLE,
    CGROUP_SOCKOPT,
    TRACING,
    STRUCT_OPS,
    EXT,
    LSM,
    SK_LOOKUP,
    SYSCALL,
    NETFILTER;

    /** The kernel's number. */
    public int id() {
        return ordinal();
    }

    /** The kernel that brought it. */
    public KernelVersion since() {
        return switch (this) {
            case UNSPEC, SOCKET_FILTER -> new KernelVersion(3, 19);
            case KPROBE, SCHED_CLS, SCHED_ACT -> new KernelVersion(4, 1);
            case TRACEPOINT -> new KernelVersion(4, 7);
            case XDP -> new KernelVersion(4, 8);
            case PERF_EVENT -> new KernelVersion(4, 9);
            case CGROUP_SKB, CGROUP_SOCK, LWT_IN, LWT_OUT, LWT_XMIT -> new KernelVersion(4, 10);
            case SOCK_OPS -> new KernelVersion(4, 13);
            case SK_SKB -> new KernelVersion(4, 14);
            case CGROUP_DEVICE -> new KernelVersion(4, 15);
            case SK_MSG, RAW_TRACEPOINT, CGROUP_SOCK_ADDR -> new KernelVersion(4, 17);
            case LWT_SEG6LOCAL, LIRC_MODE2 -> new KernelVersion(4, 18);
            case SK_REUSEPORT -> new KernelVersion(4, 19);
            case FLOW_DISSECTOR -> new KernelVersion(4, 20);
            case CGROUP_SYSCTL, RAW_TRACEPOINT_WRITABLE -> new KernelVersion(5, 2);
            case CGROUP_SOCKOPT -> new KernelVersion(5, 3);
            case TRACING -> new KernelVersion(5, 5);
            case STRUCT_OPS, EXT -> new KernelVersion(5, 6);
            case LSM -> new KernelVersion(5, 7);
            case SK_LOOKUP -> new KernelVersion(5, 9);
            case SYSCALL -> new KernelVersion(5, 14);
            case NETFILTER -> new KernelVersion(6, 4);
        };
    }
}
