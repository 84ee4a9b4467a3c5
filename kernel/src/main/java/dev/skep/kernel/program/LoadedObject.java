package dev.skep.kernel.program;

import dev.skep.kernel.map.BpfMap;
import java.util.Collections;
import java.util.Map;

/** An object in the kernel: its maps and programs by the names in its spec. Closing it closes them all. */
public final class LoadedObject implements AutoCloseable {
    private final Map<String, BpfMap> maps;
    private final Map<String, Program> programs;

    LoadedObject(Map<String, BpfMap> maps, Map<String, Program> programs) {
        this.maps = Collections.unmodifiableMap(maps);
        this.programs = Collections.unmodifiableMap(programs);
    }

    /** All maps by name, in the order of the spec. */
    public Map<String, BpfMap> maps() {
        return maps;
    }

    /** All programs by name, in the order of the spec. */
    public Map<String, Program> programs() {
        return programs;
    }

    /**
     * The map of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no map " + name + "; there are " + maps.keySet());
        }
        return map;
    }

    /**
     * The program of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Program program(String name) {
        Program program = programs.get(name);
        if (program == null) {
            throw new IllegalArgumentException("no program " + name + "; there are " + programs.keySet());
        }
        return program;
    }

    /** Links keep their programs, and programs their maps, until they are closed as well. */
    @Override
    public void close() {
        for (Program program : programs.values()) {
            program.close();
        }
        for (BpfMap map : maps.values()) {
            map.close();
        }
    }
}
