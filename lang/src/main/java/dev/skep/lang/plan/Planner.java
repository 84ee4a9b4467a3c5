package dev.skep.lang.plan;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.check.FieldExpression;
import dev.skep.lang.check.Setting;
import dev.skep.lang.check.Typed;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses a plan for each probe of a script. */
public final class Planner {
    private final Setting setting;
    private final Set<AttachFeature> without;

    private Planner(Setting setting, Set<AttachFeature> without) {
        this.setting = setting;
        this.without = without;
    }

    /**
     * Plans a script.
     *
     * @param without what is not to be used
     * @return in the order of the first probe of each; every probe is in one plan
     */
    public static List<Plan> plan(Typed.Script script, Setting setting, Set<AttachFeature> without) {
        return new Planner(setting, without).plan(script);
    }

    /** The plain way for all probes. */
    public static List<Plan> plain(Typed.Script script) {
        List<Plan> plans = new ArrayList<>(script.probes().size());
        for (Typed.Probe probe : script.probes()) {
            plans.add(Plan.plain(probe, null));
        }
        return plans;
    }

    private List<Plan> plan(Typed.Script script) {
        List<Plan> plans = new ArrayList<>();
        SystemCalls calls = new SystemCalls(setting, !without.contains(AttachFeature.RAW_TRACEPOINT));
        UserPlaces places = new UserPlaces(setting.target(), !without.contains(AttachFeature.UPROBE_MULTI));
        for (Typed.Probe probe : script.probes()) {
            if (probe.point().attach() instanceof AttachSpec.Tracepoint tracepoint) {
                if (tracepoint.category().equals("syscalls")) {
                    calls.add(probe, tracepoint, plans);
                } else {
                    plans.add(tracepoint(probe, tracepoint));
                }
            } else if (probe.point().attach() instanceof AttachSpec.Uprobe place) {
                places.add(probe, place, plans);
            } else {
                plans.add(Plan.plain(probe, null));
            }
        }
        places.finish(plans);
        calls.finish(plans);
        return plans;
    }

    private Plan tracepoint(Typed.Probe probe, AttachSpec.Tracepoint tracepoint) {
        if (without.contains(AttachFeature.RAW_TRACEPOINT)) {
            return Plan.plain(probe, "raw_tracepoint is switched off");
        }
        String plainReason = probe.body().event().plainReason();
        if (plainReason != null) {
            return Plan.plain(probe, plainReason);
        }
        TracepointFormat context = rawContext(tracepoint.name());
        if (context == null || setting.target().isDynamic(tracepoint.category(), tracepoint.name())) {
            return Plan.plain(probe, "the kernel has no raw tracepoint of this name whose types it tells");
        }
        Map<String, TracepointFormat.Field> read = probe.body().event().read();
        RawFields.Rows rows = read.isEmpty() ? null : RawFields.find(tracepoint, context);
        TracepointFormat arguments = rows == null ? context : rows.context();
        ProbePoint raw = raw(tracepoint.name(), arguments);
        Map<String, Typed.Expr> expressions = new HashMap<>();
        for (TracepointFormat.Field field : read.values()) {
            List<String> texts = rows == null ? List.of() : rows.expressions(field.name());
            Typed.Expr expression = null;
            for (int i = 0; i < texts.size() && expression == null; i++) {
                expression = FieldExpression.check(texts.get(i), field, raw, setting);
            }
            if (expression == null) {
                return Plan.plain(
                        probe,
                        texts.isEmpty()
                                ? "where args." + field.name() + " comes from is not known"
                                : "this kernel makes args." + field.name() + " in another way than is known");
            }
            expressions.put(field.name(), expression);
        }
        return new Plan(
                List.of(probe),
                raw.type(),
                raw.attach(),
                () -> arguments,
                expressions,
                null,
                expressions.isEmpty()
                        ? "the program reads no field: without the perf event in between it costs less"
                        : "the fields that the program reads are had from the raw tracepoint's arguments, for less");
    }

    private @Nullable TracepointFormat rawContext(String name) {
        return context(name, setting);
    }

    /** What a raw tracepoint's program finds in its context, or null if the kernel does not tell. */
    static @Nullable TracepointFormat context(String name, Setting setting) {
        return setting.target().runsBtfRawTracepoints() ? setting.target().rawTracepoint(name) : null;
    }

    /** The raw tracepoint as a probe. */
    static ProbePoint raw(String name, TracepointFormat context) {
        return new ProbePoint(
                "rawtracepoint:" + name,
                ProbePoint.Kind.EVENT,
                new AttachSpec.BtfRawTracepoint(name),
                ProgramType.TRACING,
                () -> context);
    }
}
