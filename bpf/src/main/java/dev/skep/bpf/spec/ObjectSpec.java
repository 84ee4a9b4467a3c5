package dev.skep.bpf.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Programs and the maps that they share: what one load puts into the kernel.
 *
 * @param license as the kernel wants it, {@code "GPL"} for most helpers
 */
public record ObjectSpec(String license, List<MapSpec> maps, List<ProgramSpec> programs) {
    public ObjectSpec {
        maps = List.copyOf(maps);
        programs = List.copyOf(programs);
        Set<String> names = new HashSet<>();
        for (MapSpec map : maps) {
            if (!names.add(map.name())) {
                throw new IllegalArgumentException("two maps are named " + map.name());
            }
        }
        names.clear();
        for (ProgramSpec program : programs) {
            if (!names.add(program.name())) {
                throw new IllegalArgumentException("two programs are named " + program.name());
            }
        }
    }
}
