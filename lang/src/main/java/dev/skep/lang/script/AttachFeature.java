package dev.skep.lang.script;

import org.jspecify.annotations.Nullable;

/** Ways to attach that a user can switch off with {@code --no-feature}: to compare, or where a kernel's are broken. */
public enum AttachFeature {
    /** Tracepoints as raw tracepoints, and one program for many system calls. */
    RAW_TRACEPOINT("raw_tracepoint"),
    /** One link for many places of user programs (kernel 6.6). */
    UPROBE_MULTI("uprobe_multi"),
    /** One link for many kernel functions (kernel 5.18). */
    KPROBE_MULTI("kprobe_multi"),
    /** One link for the entry and the return of kernel functions (kernel 6.10). */
    KPROBE_SESSION("kprobe_session");

    private final String text;

    AttachFeature(String text) {
        this.text = text;
    }

    /** As users write it. */
    public String text() {
        return text;
    }

    /** The feature of a name, or null. */
    public static @Nullable AttachFeature of(String text) {
        for (AttachFeature feature : values()) {
            if (feature.text.equals(text)) {
                return feature;
            }
        }
        return null;
    }
}
