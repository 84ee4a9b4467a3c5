package dev.skep.kernel.capability;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What this process may do: its effective capabilities and user, from {@code /proc/self/status}. This needs no failed
 * call first, and no native access.
 *
 * @param effective the bits of {@code CapEff}
 * @param effectiveUser the effective user id; 0 is root, who can also read root's files without a capability
 */
public record Capabilities(long effective, int effectiveUser) {

    /** Those of this process. */
    public static Capabilities current() {
        try (FileInputStream in = new FileInputStream("/proc/self/status")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("reading /proc/self/status; is /proc mounted?", e);
        }
    }

    /**
     * From the text of a {@code /proc/PID/status}.
     *
     * @throws IllegalArgumentException if the lines {@code CapEff} and {@code Uid} are missing or are no numbers
     */
    static Capabilities parse(String status) {
        // Real, effective, saved and file system id.
        String users = field(status, "Uid:");
        int start = users.indexOf('\t') + 1;
        int end = users.indexOf('\t', start);
        if (start == 0 || end < 0) {
            throw new IllegalArgumentException("/proc/self/status: line 'Uid:' has no effective user");
        }
        return new Capabilities(
                Long.parseUnsignedLong(field(status, "CapEff:"), 16),
                Integer.parseUnsignedInt(users.substring(start, end)));
    }

    private static String field(String status, String name) {
        int start = status.startsWith(name) ? 0 : status.indexOf("\n" + name) + 1;
        if (start == 0 && !status.startsWith(name)) {
            throw new IllegalArgumentException("/proc/self/status has no line '" + name + "'");
        }
        int end = status.indexOf('\n', start);
        return status.substring(start + name.length(), end < 0 ? status.length() : end)
                .trim();
    }

    /** Whether a capability is effective, itself or through {@link Capability#SYS_ADMIN}. */
    public boolean has(Capability capability) {
        boolean implied = capability == Capability.BPF || capability == Capability.PERFMON;
        return (effective & capability.bit()) != 0 || (implied && (effective & Capability.SYS_ADMIN.bit()) != 0);
    }

    /** Whether files that only root may read can be read. */
    public boolean readsRootFiles() {
        return effectiveUser == 0 || has(Capability.DAC_READ_SEARCH);
    }

    /**
     * What is missing for tracing, and how to get it, in one line; null if nothing is missing. The kernel may still refuse
     * (lockdown, a security module, a container's system call filter).
     */
    public @Nullable String complaint() {
        StringBuilder missing = new StringBuilder();
        append(missing, Capability.BPF, has(Capability.BPF));
        append(missing, Capability.PERFMON, has(Capability.PERFMON));
        append(missing, Capability.DAC_READ_SEARCH, readsRootFiles());
        return missing.isEmpty()
                ? null
                : "tracing needs " + missing + ", which this process does not have; run it as root (sudo), or grant it"
                        + " (systemd: AmbientCapabilities=, containers: --cap-add)";
    }

    private static void append(StringBuilder missing, Capability capability, boolean there) {
        if (!there) {
            missing.append(missing.isEmpty() ? "" : " and ").append(capability.kernelName());
        }
    }
}
