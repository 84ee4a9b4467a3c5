package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.TracepointFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code rawtracepoint:EVENT}, wildcards allowed. {@code rawtracepoint:vmlinux:EVENT} says that the kernel itself has it;
 * raw tracepoints have one name space, so that any other module needs no naming.
 */
final class RawTracepointProvider implements ProbeProvider {

    @Override
    public String name() {
        return "rawtracepoint";
    }

    @Override
    public List<String> aliases() {
        return List.of("rt");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        String event = point.last();
        if (point.size() < 2 || point.size() > 3 || event.isEmpty()) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "rawtracepoint probe type requires 1 or 2 arguments",
                    "it is written: rawtracepoint:EVENT");
            return;
        }
        if (point.size() == 3 && !new Glob(point.part(1)).matches("vmlinux")) {
            expansion.error(
                    Code.UNSUPPORTED_PROBE,
                    point,
                    "the module '" + point.part(1) + "' of a raw tracepoint is not supported by this version",
                    "leave the module out: rawtracepoint:" + event);
            return;
        }
        if (!Glob.isWildcard(event)) {
            if (expansion.target().hasRawTracepoint(event)) {
                expansion.add(point(event, expansion.target()));
                return;
            }
        } else {
            Glob glob = new Glob(event);
            int before = expansion.points().size();
            for (String name : expansion.target().rawTracepoints()) {
                if (glob.matches(name)) {
                    expansion.add(point(name, expansion.target()));
                }
            }
            if (expansion.points().size() > before) {
                return;
            }
        }
        expansion.error(
                Code.NO_SUCH_PROBE,
                point,
                "No matches for rawtracepoint " + event + ".",
                hints(event, expansion.target()));
    }

    private static ProbePoint point(String event, Target target) {
        return new ProbePoint(
                "rawtracepoint:" + event,
                ProbePoint.Kind.EVENT,
                new AttachSpec.RawTracepoint(event),
                ProgramType.RAW_TRACEPOINT,
                new Arguments(event, target));
    }

    private static String[] hints(String event, Target target) {
        if (event.startsWith("sys_enter_") || event.startsWith("sys_exit_")) {
            String common = event.startsWith("sys_enter_") ? "sys_enter" : "sys_exit";
            if (target.hasTracepoint("syscalls", event)) {
                return new String[] {
                    "system calls share one raw tracepoint, rawtracepoint:" + common + "; this one alone is"
                            + " tracepoint:syscalls:" + event
                };
            }
        }
        List<String> near = new ArrayList<>();
        for (String name : Suggestions.near(event, target.rawTracepoints())) {
            near.add("rawtracepoint:" + name);
        }
        return Suggestions.didYouMean(near);
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        if (pattern.size() > 2 || (pattern.size() == 2 && !new Glob(pattern.getFirst()).matches("vmlinux"))) {
            return;
        }
        Glob glob = new Glob(pattern.getLast());
        for (String name : target.rawTracepoints()) {
            if (glob.matches(name)) {
                out.add(new ProbeEntry("rawtracepoint:" + name, new Arguments(name, target)));
            }
        }
    }

    /** The arguments of one raw tracepoint, looked up once, when asked for. */
    private static final class Arguments implements Supplier<TracepointFormat> {
        private final String event;
        private final Target target;
        private @Nullable TracepointFormat format;

        Arguments(String event, Target target) {
            this.event = event;
            this.target = target;
        }

        @Override
        public TracepointFormat get() {
            if (format == null) {
                TracepointFormat found = target.rawTracepoint(event);
                // A kernel without BTF does not say what the arguments are.
                format = found == null ? new TracepointFormat(List.of()) : found;
            }
            return format;
        }
    }
}
