package dev.skep.lang.type;

import org.jspecify.annotations.Nullable;

/** How a stack's frames are found and printed. Source: bpftrace's language.md, "kstack" and "ustack". */
public enum StackMode {
    /** {@code symbol+offset}, or the address of what has no name. */
    BPFTRACE("bpftrace"),
    /** As {@code perf script} does: the address, {@code symbol+offset}, and of user space the file. */
    PERF("perf"),
    /** The address alone. */
    RAW("raw"),
    /** The build ID of the file that is mapped there, and the offset in it; of user space only. */
    BUILD_ID("build_id");

    /** What a file's build ID is cut or padded to, in bytes: the kernel's {@code BPF_BUILD_ID_SIZE}. */
    public static final int BUILD_ID_BYTES = 20;

    private static final StackMode[] ALL = values();

    private final String text;

    StackMode(String text) {
        this.text = text;
    }

    /** As programs write it. */
    public String text() {
        return text;
    }

    /** Bytes of a frame in the kernel's map: an address, or a {@code struct bpf_stack_build_id}. */
    public int frameBytes() {
        return this == BUILD_ID ? 32 : Long.BYTES;
    }

    /** Whether frames are shown by their symbols. */
    public boolean isNamed() {
        return this == BPFTRACE || this == PERF;
    }

    /** The mode of a name, or null. */
    public static @Nullable StackMode of(String text) {
        for (StackMode mode : ALL) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        return null;
    }
}
