package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.List;

/**
 * Where a session puts what it sees. All calls come from the thread that runs the session, in the order of the events.
 * What a sink throws ends the session and goes on to its caller.
 */
public interface Sink {

    /**
     * Everything is attached.
     *
     * @param probes how many, those of {@code begin} and {@code end} included
     */
    default void attached(int probes) {}

    /**
     * An iterator was pinned, as the script wants: what stays when the session ends.
     *
     * @param path of the file that walks it when it is read
     */
    default void pinned(String path) {}

    /**
     * The script called printf.
     *
     * @param values as many as the format takes
     */
    default void printf(FormatString format, List<Value> values) {}

    /** The script called print for a value. */
    default void print(Value value) {}

    /**
     * The script called print for a map.
     *
     * @param top only that many entries, the last ones; 0 for all
     * @param divisor numbers are to be shown divided by it
     */
    default void print(MapResult map, int top, long divisor) {}

    /**
     * The script called time.
     *
     * @param text as the script's format has it: it is the script's own
     */
    default void time(String text) {}

    /**
     * The script called join.
     *
     * @param separator goes between two words
     */
    default void join(List<Value> words, String separator) {}

    /**
     * The script called cat.
     *
     * @param content the file's first bytes
     */
    default void cat(byte[] content) {}

    /**
     * A command that the script ran with system() wrote something. One that writes much does so in several calls.
     *
     * @param output bytes of its standard output
     */
    default void system(byte[] output) {}

    /** Something was lost, or is not as it should be. */
    default void notice(Notice notice) {}

    /**
     * Tracing has ended, end probes included.
     *
     * @param maps what the script's maps hold, in order of name, without the empty ones
     */
    default void end(List<MapResult> maps) {}

    /** No more events wait right now: what was kept back may be written out. */
    default void flush() {}
}
