package dev.skep.lang.lower;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.script.MapInfo;
import java.util.List;

/**
 * What a script is lowered to.
 *
 * @param programs in the order of the script's probes, one each
 * @param maps all kernel maps that the programs use
 * @param infos the script's own maps, in order of name
 * @param events by id
 * @param system the maps that are not the script's own
 */
public record Lowered(
        List<IrProgram> programs,
        List<MapSpec> maps,
        List<MapInfo> infos,
        List<EventSchema> events,
        CompiledScript.SystemMaps system) {
    public Lowered {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        infos = List.copyOf(infos);
        events = List.copyOf(events);
    }
}
