package dev.skep.kernel;

import dev.skep.kernel.sys.Sys;

/** This process's way into the kernel. */
public final class Kernel {
    private Kernel() {}

    /**
     * Makes the native call machinery ready, which the first system call does otherwise: some 30 ms of a JVM's start.
     * Call it from a thread of its own at start, so that it is done while the main thread still reads the program.
     *
     * @throws UnsupportedFeatureException on another system than Linux, or another machine than x86-64 and aarch64
     */
    public static void prepare() {
        Sys.prepare();
    }
}
