package dev.skep.bpf.arch;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A machine that the kernel runs on, with what programs must know of it. Both are little-endian and of 64 bits. */
public enum Arch {
    /** The test is {@code TS_COMPAT} of {@code arch/x86/include/asm/thread_info.h}. */
    X86_64("x86_64", "amd64", 4096, 4096, PtRegs.x86(), new CompatTest("task_struct", "thread_info.status", 0x0002)) {
        @Override
        public Syscalls syscalls() {
            return X86Syscalls.TABLE;
        }
    },
    /** The test is {@code TIF_32BIT} of {@code arch/arm64/include/asm/thread_info.h}. */
    AARCH64(
            "aarch64",
            "arm64",
            4096,
            65_536,
            PtRegs.arm64(),
            new CompatTest("task_struct", "thread_info.flags", 1 << 22)) {
        @Override
        public Syscalls syscalls() {
            return Arm64Syscalls.TABLE;
        }
    };

    private final String machine;
    private final String otherName;
    private final int minPageSize;
    private final int maxPageSize;
    private final PtRegs ptRegs;
    private final CompatTest compatTest;

    Arch(String machine, String otherName, int minPageSize, int maxPageSize, PtRegs ptRegs, CompatTest compatTest) {
        this.machine = machine;
        this.otherName = otherName;
        this.minPageSize = minPageSize;
        this.maxPageSize = maxPageSize;
        this.ptRegs = ptRegs;
        this.compatTest = compatTest;
    }

    /** The machine of a name, as {@code uname -m} or Java's {@code os.arch} has it; null if it is none of these. */
    public static @Nullable Arch ofMachine(String name) {
        for (Arch arch : values()) {
            if (arch.machine.equals(name) || arch.otherName.equals(name)) {
                return arch;
            }
        }
        return null;
    }

    /** The name that {@code uname -m} prints. */
    public String machine() {
        return machine;
    }

    /** How numbers lie in memory. */
    public ByteOrder byteOrder() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    /** The smallest page that a kernel may be built for, in bytes. */
    public int minPageSize() {
        return minPageSize;
    }

    /** The largest page that a kernel may be built for, in bytes: a multiple of it is a multiple of every kernel's. */
    public int maxPageSize() {
        return maxPageSize;
    }

    /** Whether a kernel for this machine may have pages of so many bytes. */
    public boolean isPageSize(long bytes) {
        // 4, 16 and 64 KiB on ARM.
        return bytes == minPageSize || bytes == maxPageSize || (this == AARCH64 && bytes == 16_384);
    }

    /** The registers in probes' contexts. */
    public PtRegs ptRegs() {
        return ptRegs;
    }

    /** How to tell 32-bit system calls. */
    public CompatTest compatTest() {
        return compatTest;
    }

    /** The machine's system calls; the table is made when it is first asked for. */
    public abstract Syscalls syscalls();
}
