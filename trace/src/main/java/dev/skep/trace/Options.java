package dev.skep.trace;

import org.jspecify.annotations.Nullable;

/**
 * How a session runs.
 *
 * @param printMaps whether the maps are read and given to the sink at the end
 * @param child a command to be started once everything is attached; the session ends when it does
 * @param watched a process whose end is the session's end; null to watch none
 */
public record Options(
        boolean printMaps,
        @Nullable ChildProcess child,
        @Nullable WatchedProcess watched) {
    /** Maps are printed; no process is started or watched. */
    public static final Options DEFAULT = new Options(true, null, null);

    public Options withChild(ChildProcess child) {
        return new Options(printMaps, child, watched);
    }

    public Options withWatched(WatchedProcess watched) {
        return new Options(printMaps, child, watched);
    }

    public Options withoutMaps() {
        return new Options(false, child, watched);
    }
}
