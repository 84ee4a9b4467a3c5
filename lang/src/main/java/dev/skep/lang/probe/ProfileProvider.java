package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.Target;
import java.util.List;

/** {@code profile:hz:99}: samples every CPU at a rate, by the CPU's own clock. The forms of the rate: {@link Rates}. */
final class ProfileProvider implements ProbeProvider {

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public List<String> aliases() {
        return List.of("p");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        AttachSpec.Rate rate = Rates.of(name(), point, expansion);
        if (rate != null) {
            expansion.add(new ProbePoint(
                    point.withProvider(name()),
                    ProbePoint.Kind.EVENT,
                    new AttachSpec.Profile(rate),
                    ProgramType.PERF_EVENT,
                    null));
        }
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        Rates.list(name(), pattern, out);
    }
}
