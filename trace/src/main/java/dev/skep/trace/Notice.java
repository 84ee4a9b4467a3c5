package dev.skep.trace;

import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a session could not do, counted: nothing is lost in silence.
 *
 * @param count how often since the last notice of this kind
 * @param message for the user, in the words of the reference where it has some
 */
public record Notice(Kind kind, long count, String message) {

    /** What was lost. */
    public enum Kind {
        /** Events: the ring buffer was full. */
        EVENTS,
        /** Updates of maps: they were full. */
        UPDATES,
        /** Stack traces: their places in the stack map were taken. */
        STACKS,
        /** Strings and values that could not be read from memory. */
        READS,
        /** Updates of aggregates that were interrupted too often. */
        CONTENTION,
        /** Loops that were left before their end. */
        ROUNDS,
        /** Runs of programs: the probe fired on a CPU that was running a program already. */
        RUNS,
        /** The names of addresses; counted once. */
        SYMBOLS,
        /** Probes that the kernel did not attach, as the script lets pass. */
        PROBES,
        /** What the script asked user space for: a file could not be read, a command not be started. */
        ACTION,
        /** Nothing; but most events are made by what prints them. Counted once. */
        FEEDBACK
    }

    /** Whether something is missing from the output. */
    public boolean isLoss() {
        return kind != Kind.SYMBOLS && kind != Kind.ACTION && kind != Kind.FEEDBACK;
    }

    /** The line that people are told it by; a message may name a file, and another may have chosen its name. */
    TextBuffer text() {
        TextBuffer line = new TextBuffer();
        line.append(kind == Kind.EVENTS ? "" : kind == Kind.ACTION ? "ERROR: " : "WARNING: ");
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        Escaping.TERMINAL.append(line, text, 0, text.length);
        return line.append('\n');
    }

    /** @param filter what keeps those events out */
    static Notice feedback(String filter) {
        return new Notice(
                Kind.FEEDBACK,
                1,
                "Most events come from Skep itself, or from what shows its output: what it prints makes new ones. Add the"
                        + " filter " + filter + " to the probes");
    }

    static Notice of(Kind kind, long count) {
        String message = switch (kind) {
            case EVENTS -> "Lost " + count + " events";
            case UPDATES ->
                "Map full; can't update element. Try increasing max_map_keys config or manually setting the max"
                        + " entries in a map declaration e.g. `let @a = hash(5000)` (lost " + count + " updates)";
            case STACKS -> "Lost " + count + " stack traces: the stack map had no place for them";
            case READS -> count + " reads from memory failed: strings are empty and numbers 0 in their place";
            case CONTENTION -> "Lost " + count + " updates of maps that were written from too many places at once";
            case ROUNDS ->
                count + " loops were left before their end: they had more rounds than the kernel lets a program run";
            case SYMBOLS -> "kernel symbols cannot be had: addresses have no names";
            case PROBES -> count + " probes were not attached";
            case ACTION -> "what the script asked for cannot be had";
            case FEEDBACK -> "Most events come from Skep itself, or from what shows its output";
            case RUNS -> "Lost " + count + " events: their probes fired while another program ran on the same CPU";
        };
        return new Notice(kind, count, message);
    }
}
