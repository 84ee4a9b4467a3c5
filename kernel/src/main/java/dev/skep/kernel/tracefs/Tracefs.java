package dev.skep.kernel.tracefs;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.PermissionException;
import dev.skep.kernel.SyscallException;
import dev.skep.kernel.UnsupportedFeatureException;
import dev.skep.kernel.capability.Capability;
import dev.skep.kernel.sys.Failure;
import dev.skep.kernel.sys.Fd;
import dev.skep.kernel.sys.KernelFile;
import dev.skep.kernel.sys.Mount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tracing file system: which tracepoints there are, and what they carry.
 *
 * <p>It is found where it is mounted ({@code /sys/kernel/tracing}, {@code /sys/kernel/debug/tracing}). Where it is not, it is
 * mounted privately: the mount has no place in the directory tree, nobody else sees it, and it is gone when this object
 * is closed or the process ends, however it ends ({@code fsmount}, kernel 5.2; needs {@code CAP_SYS_ADMIN}).
 *
 * <p>Source: {@code Documentation/trace/events.rst}. Safe for use by several threads.
 */
public final class Tracefs implements AutoCloseable {
    private static final String[] PLACES = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
    /** {@code O_PATH | O_DIRECTORY}. */
    private static final int PATH_ONLY = 0x200000 | KernelFile.DIRECTORY;

    private static final String WAY_OUT = "mount it: mount -t tracefs tracefs /sys/kernel/tracing";

    private final Fd directory;
    private final String shown;

    private Tracefs(Fd directory, String shown) {
        this.directory = directory;
        this.shown = shown;
    }

    /**
     * Finds tracefs, or mounts it for this object alone.
     *
     * @throws KernelException if it is neither mounted nor can be, with the way out
     */
    public static Tracefs open() {
        long result = -Errno.ENOENT;
        for (String place : PLACES) {
            long events = KernelFile.open(KernelFile.CURRENT_DIRECTORY, place + "/events", PATH_ONLY);
            if (events >= 0) {
                Fd.of(events).close();
                return new Tracefs(Fd.of(KernelFile.open(KernelFile.CURRENT_DIRECTORY, place, PATH_ONLY)), place);
            }
            result = events == -Errno.ENOENT ? result : events;
        }
        if (result != -Errno.ENOENT) {
            throw Failure.of("open tracefs", result, Capability.DAC_READ_SEARCH);
        }
        return new Tracefs(mount(), "tracefs");
    }

    private static Fd mount() {
        long result = Mount.open("tracefs");
        if (result == -Errno.ENODEV) {
            throw new UnsupportedFeatureException("tracefs", "this kernel was built without tracing", "");
        }
        if (result == -Errno.EPERM || result == -Errno.EACCES) {
            throw new PermissionException(
                    "open tracefs, which is not mounted: fsopen",
                    (int) -result,
                    "to mount it privately needs CAP_SYS_ADMIN or root; or let root " + WAY_OUT);
        }
        if (result < 0) {
            throw new SyscallException("open tracefs, which is not mounted: fsopen", (int) -result, WAY_OUT);
        }
        return Fd.of(result);
    }

    /** All tracepoints, as {@code category:name}, in the kernel's order. */
    public List<String> tracepoints() {
        String text = text("available_events");
        List<String> names = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                names.add(text.substring(start, end));
            }
            start = end + 1;
        }
        return names;
    }

    /**
     * The tracepoints that users made, of probes or of other tracepoints, as {@code category/name}: whatever their names,
     * they have no raw tracepoint (kernel 5.0; empty on older ones).
     */
    public Set<String> dynamic() {
        String text;
        try {
            text = text("dynamic_events");
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                return Set.of();
            }
            throw e;
        }
        // A line is KIND:CATEGORY/NAME and what it is made of, behind a space or a tab.
        Set<String> names = new HashSet<>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int from = text.indexOf(':', start) + 1;
            int to = from;
            while (to < end && text.charAt(to) > ' ') {
                to++;
            }
            if (from > start && to > from) {
                names.add(text.substring(from, to));
            }
            start = end + 1;
        }
        return names;
    }

    /** Whether there is such a tracepoint. */
    public boolean has(String category, String name) {
        if (!plain(category) || !plain(name)) {
            return false;
        }
        long fd = KernelFile.open(directory.number(), "events/" + category + "/" + name + "/id");
        if (fd >= 0) {
            Fd.of(fd).close();
        }
        return fd >= 0;
    }

    /**
     * The number by which perf_event_open(2) knows a tracepoint.
     *
     * @throws UnsupportedFeatureException if this kernel has no such tracepoint
     */
    public int id(String category, String name) {
        String text = file(category, name, "id").strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(shown + ": the id of " + category + ":" + name + " is '" + text + "'", e);
        }
    }

    /**
     * What a tracepoint's record holds: the text of its {@code format} file.
     *
     * @throws UnsupportedFeatureException if this kernel has no such tracepoint
     */
    public String format(String category, String name) {
        return file(category, name, "format");
    }

    private String file(String category, String name, String file) {
        String tracepoint = "tracepoint " + category + ":" + name;
        if (!plain(category) || !plain(name)) {
            throw new UnsupportedFeatureException(tracepoint, "this is no tracepoint's name", "");
        }
        try {
            return text("events/" + category + "/" + name + "/" + file);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw new UnsupportedFeatureException(tracepoint, "this kernel has none of that name", "");
            }
            throw e;
        }
    }

    private String text(String path) {
        return new String(KernelFile.read(directory.number(), path, shown + "/" + path), StandardCharsets.ISO_8859_1);
    }

    /** A name that is one directory, and not out of the tree. */
    private static boolean plain(String name) {
        return !name.isEmpty() && name.indexOf('/') < 0 && name.indexOf('\0') < 0 && name.charAt(0) != '.';
    }

    @Override
    public void close() {
        directory.close();
    }
}
