package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import java.util.List;

/** {@code hardware:EVENT:COUNT}: not supported by this version. */
final class HardwareProvider extends UnsupportedProvider {
    private static final List<String> EVENTS = List.of(
            "backend-stalls",
            "branch-instructions",
            "branch-misses",
            "branches",
            "bus-cycles",
            "cache-misses",
            "cache-references",
            "cpu-cycles",
            "cycles",
            "frontend-stalls",
            "instructions",
            "ref-cycles");

    HardwareProvider() {
        super("hardware", List.of("h"));
    }

    @Override
    boolean check(AttachPattern point, Expansion expansion) {
        String event = point.part(1);
        if (point.size() < 2 || point.size() > 3 || event.isEmpty()) {
            return wrong(
                    point,
                    expansion,
                    "hardware probe type requires 1 or 2 arguments",
                    "it is written: hardware:cache-misses:1000000");
        }
        if (!EVENTS.contains(event)) {
            String[] near = Suggestions.hints(event, EVENTS);
            expansion.error(
                    Code.NO_SUCH_PROBE,
                    point,
                    event + " is not a hardware probe",
                    near.length > 0 ? near : new String[] {"the events are: " + String.join(", ", EVENTS)});
            return false;
        }
        return point.part(2).isEmpty() || Rates.number(point.part(2), "hardware count", true, point, expansion) != null;
    }

    @Override
    List<String> hints(AttachPattern point, Target target) {
        return List.of("profile:hz:99 and software:cpu-clock sample by time instead of by cycles");
    }
}
