package dev.skep.kernel.sys;

/** Which machine this JVM runs on; both supported ones are 64-bit and little-endian. */
final class Machine {
    static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));
    /** Whether the system call numbers of this library are known to be right here. */
    static final boolean SUPPORTED =
            "Linux".equals(System.getProperty("os.name")) && (AARCH64 || "amd64".equals(System.getProperty("os.arch")));

    private Machine() {}

    /** For messages: {@code "Linux on riscv64"}. */
    static String name() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
