package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.Target;
import java.util.List;

/** {@code interval:s:1}: a timer that fires on one CPU. The forms of the rate: {@link Rates}. */
final class IntervalProvider implements ProbeProvider {

    @Override
    public String name() {
        return "interval";
    }

    @Override
    public List<String> aliases() {
        return List.of("i");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        AttachSpec.Rate rate = Rates.of(name(), point, expansion);
        if (rate != null) {
            expansion.add(new ProbePoint(
                    point.withProvider(name()),
                    ProbePoint.Kind.EVENT,
                    new AttachSpec.Interval(rate),
                    ProgramType.PERF_EVENT,
                    null));
        }
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        Rates.list(name(), pattern, out);
    }
}
