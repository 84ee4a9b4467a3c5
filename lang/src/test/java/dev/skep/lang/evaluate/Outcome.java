package dev.skep.lang.evaluate;

import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.value.MapResult;
import java.util.List;
import java.util.Map;

/**
 * All that can be seen of a script that has run.
 *
 * @param reports what its events did, in order
 * @param maps what its maps hold in the end, in order of name
 * @param losses what was lost and counted; nothing for what was not
 */
public record Outcome(List<Report> reports, List<MapResult> maps, Map<Loss, Long> losses) {
    public Outcome {
        reports = List.copyOf(reports);
        maps = List.copyOf(maps);
        losses = Map.copyOf(losses);
    }

    /** A line for each report, entry and loss. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        reports.forEach(report -> out.append(report).append('\n'));
        for (MapResult map : maps) {
            map.entries()
                    .forEach(entry -> out.append(map.name())
                            .append(entry.key())
                            .append(" = ")
                            .append(entry.value())
                            .append('\n'));
        }
        for (Loss loss : Loss.values()) {
            if (losses.containsKey(loss)) {
                out.append("lost ")
                        .append(loss)
                        .append(": ")
                        .append(losses.get(loss))
                        .append('\n');
            }
        }
        return out.toString();
    }
}
