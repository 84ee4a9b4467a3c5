package dev.skep.lang.plan;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.lang.check.Body;
import dev.skep.lang.check.Typed;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans for uprobes: the places of one file that have one body make one link, where the kernel has such links. Then no perf
 * event stands between the breakpoint and the program, and hundreds of places are attached and detached as fast as one.
 */
final class UserPlaces {
    private final Target target;
    private final boolean enabled;
    private final Map<Key, Family> families = new LinkedHashMap<>();

    UserPlaces(Target target, boolean enabled) {
        this.target = target;
        this.enabled = enabled;
    }

    /** What one link can serve. */
    private record Key(Body body, String path, boolean atReturn, int process) {}

    /** @param place the index in the list of plans at which the family's plan stands */
    private record Family(List<Typed.Probe> probes, List<AttachSpec.Uprobe> places, int place) {}

    /** Adds a probe's plan, or the probe to a plan that is there already. */
    void add(Typed.Probe probe, AttachSpec.Uprobe place, List<Plan> plans) {
        if (!enabled) {
            plans.add(Plan.plain(probe, "uprobe_multi is switched off"));
            return;
        }
        if (!target.linksManyUprobes()) {
            plans.add(Plan.plain(probe, "this kernel has no links for places in user programs"));
            return;
        }
        Key key = new Key(probe.body(), place.path(), place.atReturn(), place.process());
        Family family = families.get(key);
        if (family == null) {
            family = new Family(new ArrayList<>(), new ArrayList<>(), plans.size());
            families.put(key, family);
            plans.add(Plan.plain(probe, null));
        }
        family.probes.add(probe);
        family.places.add(place);
    }

    /** Sets the plans of all families. */
    void finish(List<Plan> plans) {
        for (Family family : families.values()) {
            Typed.Probe first = family.probes.getFirst();
            plans.set(
                    family.place,
                    new Plan(
                            family.probes,
                            first.point().type(),
                            new AttachSpec.UprobeMulti(family.places),
                            () -> new TracepointFormat(List.of()),
                            Map.of(),
                            null,
                            null));
        }
    }
}
