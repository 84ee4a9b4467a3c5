package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code software:EVENT:COUNT}: fires every COUNT events on a CPU; without a count, every so many as the event's default. */
final class SoftwareProvider implements ProbeProvider {

    /**
     * An event.
     *
     * @param config {@code PERF_COUNT_SW_*} of {@code include/uapi/linux/perf_event.h}
     * @param period the count when none is written, as bpftrace has it; of clocks, nanoseconds
     */
    private record Event(String name, int config, long period) {}

    /** Sorted as listings are, by name and colon; a short name is a line of its own. */
    private static final Event[] EVENTS = {
        new Event("alignment-faults", 7, 1),
        new Event("bpf-output", 10, 1),
        new Event("context-switches", 3, 1_000),
        new Event("cpu-clock", 0, 1_000_000),
        new Event("cpu-migrations", 4, 1),
        new Event("cpu", 0, 1_000_000),
        new Event("cs", 3, 1_000),
        new Event("dummy", 9, 1),
        new Event("emulation-faults", 8, 1),
        new Event("faults", 2, 100),
        new Event("major-faults", 6, 1),
        new Event("minor-faults", 5, 100),
        new Event("page-faults", 2, 100),
        new Event("task-clock", 1, 1),
    };

    @Override
    public String name() {
        return "software";
    }

    @Override
    public List<String> aliases() {
        return List.of("s");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        if (point.size() < 2 || point.size() > 3 || point.part(1).isEmpty()) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "software probe type requires 1 or 2 arguments",
                    "it is written: software:faults:100, or software:faults for the usual count");
            return;
        }
        String written = point.part(1);
        if (Glob.isWildcard(written)) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "wildcards are not allowed for software probe type",
                    "name the events, with a comma between: software:faults,software:cs");
            return;
        }
        Event event = find(written);
        if (event == null) {
            String[] hints = Suggestions.hints(written, names());
            expansion.error(
                    Code.NO_SUCH_PROBE,
                    point,
                    written + " is not a software probe",
                    hints.length > 0 ? hints : new String[] {"list them with: -l 'software:*'"});
            return;
        }
        Long period = event.period();
        // software:faults: with nothing behind the colon is how listings write it.
        if (!point.part(2).isEmpty()) {
            period = Rates.number(point.part(2), "software count", event.config() > 1, point, expansion);
        }
        if (period != null) {
            expansion.add(new ProbePoint(
                    point.withProvider(name()),
                    ProbePoint.Kind.EVENT,
                    new AttachSpec.Software(event.config(), period),
                    ProgramType.PERF_EVENT,
                    null));
        }
    }

    private static @Nullable Event find(String name) {
        for (Event event : EVENTS) {
            if (event.name().equals(name)) {
                return event;
            }
        }
        return null;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Event event : EVENTS) {
            names.add(event.name());
        }
        return names;
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        Glob glob = new Glob(pattern.getFirst());
        for (Event event : EVENTS) {
            if (glob.matches(event.name())) {
                out.add(new ProbeEntry("software:" + event.name() + ":", null));
            }
        }
    }
}
