package dev.skep.lang.compile;

import dev.skep.bpf.asm.Disassembler;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;

/**
 * Prints what is to be loaded: the maps, then the programs. What {@code -d bpf} shows.
 *
 * <pre>
 * map AT_start HASH: key 4, value 8, 4096 entries
 * program p0_sys_enter_read TRACEPOINT
 * main:
 * 0: (b7) r0 = 0
 * </pre>
 */
final class ObjectPrinter {
    private ObjectPrinter() {}

    static String print(ObjectSpec object) {
        StringBuilder out = new StringBuilder();
        for (MapSpec map : object.maps()) {
            out.append("map ").append(map.name()).append(' ').append(map.type());
            out.append(": key ").append(map.keySize()).append(", value ").append(map.valueSize());
            out.append(", ").append(map.maxEntries()).append(" entries\n");
        }
        for (ProgramSpec program : object.programs()) {
            out.append("program ").append(program.name()).append(' ').append(program.type());
            out.append('\n').append(Disassembler.print(program));
        }
        return out.toString();
    }
}
