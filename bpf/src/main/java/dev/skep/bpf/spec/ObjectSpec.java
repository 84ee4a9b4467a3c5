package dev.skep.bpf.spec;

import java.util.List;

/**
 * Programs and the maps that they share: what one load puts into the kernel.
 *
 * @param license as the kernel wants it, {@code "GPL"} for most helpers
 */
public record ObjectSpec(String license, List<MapSpec> maps, List<ProgramSpec> programs) {
    public ObjectSpec {
        maps = List.copyOf(maps);
        programs = List.copyOf(programs);
    }
}
