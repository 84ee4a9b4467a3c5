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

/** {@code tracepoint:CATEGORY:EVENT}, wildcards in both; {@code tracepoint:*EVENT*} looks in all categories. */
final class TracepointProvider implements ProbeProvider {

    @Override
    public String name() {
        return "tracepoint";
    }

    @Override
    public List<String> aliases() {
        return List.of("t");
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        String category = point.part(1);
        String event = point.part(2);
        if (point.size() == 2 && Glob.isWildcard(category)) {
            event = category;
            category = "*";
        }
        if (point.size() > 3 || category.isEmpty() || event.isEmpty()) {
            String[] hints = point.size() == 2 ? sameEvent(category, expansion.target()) : new String[0];
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "tracepoint probe type requires 2 arguments",
                    hints.length > 0 ? hints : new String[] {"it is written: tracepoint:CATEGORY:EVENT"});
            return;
        }
        boolean wildcard = Glob.isWildcard(category) || Glob.isWildcard(event);
        if (!wildcard) {
            if (expansion.target().hasTracepoint(category, event)) {
                expansion.add(point(category, event, expansion.target()));
                return;
            }
        } else {
            List<String> names = new ArrayList<>();
            match(category, event, expansion.target(), names);
            for (String name : names) {
                int colon = name.indexOf(':');
                expansion.add(point(name.substring(0, colon), name.substring(colon + 1), expansion.target()));
            }
            if (!names.isEmpty()) {
                return;
            }
        }
        expansion.error(
                Code.NO_SUCH_PROBE,
                point,
                "No matches for tracepoint " + category + ":" + event + ".",
                hints(category, event, expansion.target()));
    }

    private static ProbePoint point(String category, String event, Target target) {
        return new ProbePoint(
                "tracepoint:" + category + ":" + event,
                ProbePoint.Kind.EVENT,
                new AttachSpec.Tracepoint(category, event),
                ProgramType.TRACEPOINT,
                new Fields(category, event, target));
    }

    /** The tracepoints, as {@code category:event}, that match; sorted as the kernel's listing is, by category first. */
    private static void match(String category, String event, Target target, List<String> out) {
        Glob categories = new Glob(category);
        Glob events = new Glob(event);
        List<String> candidates = Glob.isWildcard(category) ? target.tracepointCategories() : List.of(category);
        for (String candidate : candidates) {
            if (!categories.matches(candidate)) {
                continue;
            }
            for (String name : target.tracepoints(candidate)) {
                if (events.matches(name)) {
                    out.add(candidate + ":" + name);
                }
            }
        }
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        List<String> names = new ArrayList<>();
        if (pattern.size() == 1) {
            match("*", pattern.getFirst(), target, names);
        } else if (pattern.size() == 2) {
            match(pattern.getFirst(), pattern.get(1), target, names);
        }
        for (String name : names) {
            int colon = name.indexOf(':');
            Fields fields = new Fields(name.substring(0, colon), name.substring(colon + 1), target);
            out.add(new ProbeEntry("tracepoint:" + name, fields));
        }
    }

    /** What may have been meant instead of a tracepoint that does not exist. */
    private static String[] hints(String category, String event, Target target) {
        List<String> categories = target.tracepointCategories();
        if (categories.isEmpty()) {
            return new String[] {"this kernel shows no tracepoints: is tracefs mounted, and may it be read?"};
        }
        if (categories.contains(category)) {
            List<String> near = qualified(category, Suggestions.near(event, target.tracepoints(category)));
            if (!near.isEmpty()) {
                return Suggestions.didYouMean(near);
            }
            String[] same = sameEvent(event, target);
            return same.length > 0 ? same : new String[] {"list the category with: -l 'tracepoint:" + category + ":*'"};
        }
        List<String> near = new ArrayList<>();
        for (String candidate : Suggestions.near(category, categories)) {
            List<String> events = target.tracepoints(candidate);
            if (events.contains(event)) {
                return Suggestions.didYouMean(List.of("tracepoint:" + candidate + ":" + event));
            }
            near.addAll(qualified(candidate, Suggestions.near(event, events)));
        }
        String[] same = sameEvent(event, target);
        if (same.length > 0) {
            return same;
        }
        if (near.isEmpty()) {
            near.addAll(qualified("", Suggestions.near(category, categories)));
        }
        return near.isEmpty()
                ? new String[] {"list them with: -l 'tracepoint:*'"}
                : Suggestions.didYouMean(near.subList(0, Math.min(3, near.size())));
    }

    /** The tracepoints of a name in whichever category. */
    private static String[] sameEvent(String event, Target target) {
        List<String> found = new ArrayList<>();
        for (String category : target.tracepointCategories()) {
            if (found.size() < 3 && target.tracepoints(category).contains(event)) {
                found.add("tracepoint:" + category + ":" + event);
            }
        }
        return Suggestions.didYouMean(found);
    }

    private static List<String> qualified(String category, List<String> names) {
        List<String> all = new ArrayList<>(names.size());
        for (String name : names) {
            all.add(category.isEmpty() ? "tracepoint:" + name + ":*" : "tracepoint:" + category + ":" + name);
        }
        return all;
    }

    /** The fields of one tracepoint, read once, when asked for. */
    private static final class Fields implements Supplier<TracepointFormat> {
        private final String category;
        private final String event;
        private final Target target;
        private @Nullable TracepointFormat format;

        Fields(String category, String event, Target target) {
            this.category = category;
            this.event = event;
            this.target = target;
        }

        @Override
        public TracepointFormat get() {
            if (format == null) {
                TracepointFormat found = target.tracepoint(category, event);
                // It may be gone since it was found: a module was unloaded. Then it has no fields.
                format = found == null ? new TracepointFormat(List.of()) : found;
            }
            return format;
        }
    }
}
