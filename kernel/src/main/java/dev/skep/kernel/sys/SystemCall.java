package dev.skep.kernel.sys;

/**
 * The system calls that this library makes, by their numbers on x86-64 and aarch64.
 *
 * <p>Source: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}.
 */
public enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    RT_SIGACTION(13, 134),
    IOCTL(16, 29),
    GETPID(39, 172),
    FCNTL(72, 25),
    OPENAT(257, 56),
    /** aarch64 has no {@code epoll_wait}. */
    EPOLL_PWAIT(281, 22),
    EPOLL_CTL(233, 21),
    EPOLL_CREATE1(291, 20),
    EVENTFD2(290, 19),
    PIPE2(293, 59),
    CLOCK_GETTIME(228, 113),
    PERF_EVENT_OPEN(298, 241),
    PRLIMIT64(302, 261),
    BPF(321, 280),
    STATX(332, 291),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432);

    private final int number;

    SystemCall(int x86, int arm) {
        this.number = Machine.AARCH64 ? arm : x86;
    }

    /** The number on the machine that this JVM runs on. */
    public int number() {
        return number;
    }
}
