package dev.skep.bpf.asm;

/**
 * A release of the kernel: the first one that has something. For people to read; what a kernel can do is found out by
 * trying, since distributions put new features into old releases.
 */
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    /** {@code 5.15}. */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
