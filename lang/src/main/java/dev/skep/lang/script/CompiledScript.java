package dev.skep.lang.script;

import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.probe.ProbePoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script, compiled: what to load, what to attach, how to read what comes back. A value: it can be made on one machine
 * and run on another.
 *
 * @param object the programs and maps
 * @param probes in the script's order
 * @param maps the script's own maps, in order of name
 * @param events by id
 * @param system the maps that the compiler added
 * @param stringLimit the capacity in bytes that strings read from memory are cut to where the script asks for no other:
 *     a string that fills it may have been longer
 * @param warnings what the stages found that is no error
 * @param config what is set by the script and in the environment
 */
public record CompiledScript(
        ObjectSpec object,
        List<Probe> probes,
        List<MapInfo> maps,
        List<EventSchema> events,
        SystemMaps system,
        int stringLimit,
        List<Diagnostic> warnings,
        Config config) {
    /** A script that sets nothing. */
    public CompiledScript(
            ObjectSpec object,
            List<Probe> probes,
            List<MapInfo> maps,
            List<EventSchema> events,
            SystemMaps system,
            int stringLimit,
            List<Diagnostic> warnings) {
        this(object, probes, maps, events, system, stringLimit, warnings, Config.NONE);
    }

    public CompiledScript {
        probes = List.copyOf(probes);
        maps = List.copyOf(maps);
        events = List.copyOf(events);
        warnings = List.copyOf(warnings);
    }

    /**
     * A probe and its program.
     *
     * @param program its name in the object; several probes may share one
     * @param reason why the program is attached as it is, for the user; null where there is no other way
     */
    public record Probe(
            ProbePoint point, String program, @Nullable String reason) {
        /** A probe that can be attached in one way only. */
        public Probe(ProbePoint point, String program) {
            this(point, program, null);
        }
    }

    /**
     * The kernel maps that are not the user's; null or empty where the script needs none.
     *
     * @param ring the ring buffer of events
     * @param stacks the maps of stack traces, by the index that a {@link dev.skep.lang.type.Type.Stack} holds. The key is
     *     its lower half (32 bits), the value as many frames as the map's value has room for, innermost first, unused ones
     *     0: 64-bit addresses, or where the map's flags say so a {@code struct bpf_stack_build_id} each
     * @param losses a per-CPU array of 64-bit counters, one for each of {@link Loss}
     * @param words an array of one value, in the memory of user space too: 64-bit words, see {@link MapInfo#word}
     * @param sightings a hash of 64-bit words: what was sent to user space because it was first seen
     * @param start an array of one 64-bit value: when the session began, in nanoseconds since the machine was started
     */
    public record SystemMaps(
            @Nullable String ring,
            List<String> stacks,
            @Nullable String losses,
            @Nullable String words,
            @Nullable String sightings,
            @Nullable String start) {
        public SystemMaps {
            stacks = List.copyOf(stacks);
        }

        /** Those of a script that needs no others. */
        public SystemMaps(@Nullable String ring, List<String> stacks, @Nullable String losses) {
            this(ring, stacks, losses, null, null, null);
        }
    }

    /** What a program could not do and counted; the ordinal is the counter's index. */
    public enum Loss {
        /** The ring buffer was full: an event was not sent. */
        EVENT,
        /** A map was full: an update was not made. */
        MAP_FULL,
        /** A stack trace's slot was taken by another: the stack was not kept. */
        STACK,
        /** A string or value could not be read from the traced program's memory. */
        READ,
        /** An aggregate was interrupted too often in a row: an update was not made. */
        CONTENTION,
        /**
         * The ring buffer was full when exit() was called: the session ends all the same. No counter: 1 and the exit code,
         * if that is a constant; else 1.
         */
        EXIT,
        /** A loop had more rounds than the kernel lets a program run: the last ones were not. */
        ROUNDS,
        /** All scratch memory of a program was taken by runs of it that were preempted: one was not made. */
        RUN;

        /** The name of the map of counters in objects that were compiled here. */
        public static final String MAP = "losses";
    }
}
