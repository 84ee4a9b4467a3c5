package dev.skep.bpf.arch;

/**
 * How to tell that the current task is in a 32-bit system call, whose numbers mean other calls: {@code (field & mask) !=
 * 0}. The kernel's own system call tracepoints leave those calls out.
 *
 * @param type the kernel structure that the current task is
 * @param path the field in it, an unsigned number
 * @param mask the bit that is set during 32-bit calls
 */
public record CompatTest(String type, String path, int mask) {
    /** {@code TS_COMPAT} of {@code arch/x86/include/asm/thread_info.h}. */
    static final CompatTest X86 = new CompatTest("task_struct", "thread_info.status", 0x0002);

    /** {@code TIF_32BIT} of {@code arch/arm64/include/asm/thread_info.h}. */
    static final CompatTest ARM64 = new CompatTest("task_struct", "thread_info.flags", 1 << 22);
}
