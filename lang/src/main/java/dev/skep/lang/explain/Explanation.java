package dev.skep.lang.explain;

import dev.skep.bpf.asm.KernelVersion;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled script will do.
 *
 * @param programs one for all probes of whose programs the same is told
 * @param maps the script's own first
 * @param possibleCpus for how many CPUs per-CPU values are counted
 * @param needs what the kernel must have
 * @param since the kernel that has all of {@code needs} whose release is known
 */
public record Explanation(
        List<Program> programs, List<Memory> maps, int possibleCpus, List<Need> needs, KernelVersion since) {
    public Explanation {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        needs = List.copyOf(needs);
    }

    /**
     * Programs of which the same is to be told.
     *
     * @param probes full names, in the script's order
     * @param count how many programs: one for each probe, but where one serves many
     * @param attachment how they are attached
     * @param instructions 8-byte slots, as the kernel counts them
     * @param stack bytes of the 512 that the deepest chain of calls uses
     * @param calls by helper, kernel function or function of the program, in the order of the first
     * @param mapOperations by map and operation
     */
    public record Program(
            List<String> probes,
            int count,
            ProgramType type,
            Attachment attachment,
            int instructions,
            int stack,
            List<Count> calls,
            List<Count> mapOperations) {
        public Program {
            probes = List.copyOf(probes);
            calls = List.copyOf(calls);
            mapOperations = List.copyOf(mapOperations);
        }

        /** The same of other probes. */
        Program of(List<String> others, int programs) {
            return new Program(others, programs, type, attachment, instructions, stack, calls, mapOperations);
        }
    }

    /**
     * How often something stands in a program; how often it happens depends on the way that the program takes.
     *
     * @param times at least 1
     */
    public record Count(String what, int times) {}

    /** How a program is attached, and why in this way. */
    public record Attachment(String how, String why) {}

    /**
     * A map, or several alike.
     *
     * @param name as the script has it, or what the map is for
     * @param count how many maps
     * @param spec of one of them
     * @param bytes of all of them, as the kernel counts them, but for some hundred bytes a map
     */
    public record Memory(String name, int count, MapSpec spec, long bytes) {}

    /**
     * Something that the kernel must have.
     *
     * @param kind {@code "helpers"}, {@code "map types"} and the like
     * @param since null if no release says
     */
    public record Need(String kind, String what, @Nullable KernelVersion since) {}
}
