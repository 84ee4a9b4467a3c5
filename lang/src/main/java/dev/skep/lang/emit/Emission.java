package dev.skep.lang.emit;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import java.util.List;

/**
 * A program, and the maps of scratch memory that it alone uses (at most one).
 *
 * @param maps to be put into the object beside the program
 */
public record Emission(ProgramSpec program, List<MapSpec> maps) {
    public Emission {
        maps = List.copyOf(maps);
    }
}
