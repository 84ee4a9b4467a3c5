package dev.skep.bpf.arch;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A machine that the kernel runs on, with what programs must know of it. Both are little-endian and of 64 bits. */
public enum Arch {
    X86_64("x86_64", "amd64", 4096, 4096),
    AARCH64("aarch64", "arm64", 4096, 65_536);

    private final String machine;
    private final String otherName;
    private final int minPageSize;
    private final int maxPageSize;

    Arch(String machine, String otherName, int minPageSize, int maxPageSize) {
        this.machine = machine;
        this.otherName = otherName;
        this.minPageSize = minPageSize;
        this.maxPageSize = maxPageSize;
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
        return switch (this) {
            case X86_64 -> PtRegs.X86;
            case AARCH64 -> PtRegs.ARM64;
        };
    }

    /** How to tell 32-bit system calls. */
    public CompatTest compatTest() {
        return switch (this) {
            case X86_64 -> CompatTest.X86;
            case AARCH64 -> CompatTest.ARM64;
        };
    }

    /** The machine's system calls; the table is made when it is first asked for. */
    public Syscalls syscalls() {
        return switch (this) {
            case X86_64 -> X86Syscalls.TABLE;
            case AARCH64 -> Arm64Syscalls.TABLE;
        };
    }
}
