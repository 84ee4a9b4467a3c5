package dev.skep.kernel.sys;

/** Which machine this JVM runs on; both supported ones are 64-bit and little-endian. */
final class Machine {
    static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch"));
    private static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));

    private Machine() {}

    /** Whether the system call numbers of this library are known to be right here. */
    static boolean supported() {
        return (AARCH64 || X86_64) && "Linux".equals(System.getProperty("os.name"));
    }
}
