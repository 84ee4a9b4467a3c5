package dev.skep.lang.probe;

import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code -l PATTERN} shows. A pattern is an attach point with wildcards in any part, the provider's too; where the
 * provider is left out ({@code '*open*'}, {@code sched_switch}, {@code 'sched:*'}) all are asked.
 */
public final class ProbeListing {
    private final ProbeProviders providers;
    private final Target target;

    public ProbeListing(ProbeProviders providers, Target target) {
        this.providers = providers;
        this.target = target;
    }

    /**
     * What was found.
     *
     * @param hints why nothing was found, and the way out; none if something was
     */
    public record Result(List<ProbeEntry> entries, List<String> hints) {
        public Result {
            entries = List.copyOf(entries);
            hints = List.copyOf(hints);
        }
    }

    /** Lists what matches; the empty pattern is everything. */
    public Result list(String pattern) {
        List<ProbeEntry> found = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        List<String> parts = split(pattern.isEmpty() ? "*" : pattern);
        ProbeProvider named = providers.find(parts.getFirst());
        if (named != null) {
            list(named, rest(parts), found, hints);
        } else if (parts.size() == 1) {
            everywhere(parts, found);
        } else {
            listMatching(parts, found, hints);
        }
        if (found.isEmpty() && hints.isEmpty()) {
            hints.add("no probe matches '" + pattern + "'");
            if (!Glob.isWildcard(pattern)) {
                hints.add("to find a part of a name, write: -l '*" + parts.getLast() + "*'");
            }
        }
        return new Result(found, found.isEmpty() ? hints : List.of());
    }

    private void list(ProbeProvider provider, List<String> pattern, List<ProbeEntry> out, List<String> hints) {
        if (provider instanceof UnsupportedProvider unsupported) {
            hints.add(unsupported.message());
        } else if (provider instanceof SpecialProvider) {
            out.add(new ProbeEntry(provider.name(), null));
        } else {
            provider.list(pattern, target, out);
        }
    }

    private void everywhere(List<String> pattern, List<ProbeEntry> out) {
        for (ProbeProvider provider : providers.all()) {
            provider.list(pattern, target, out);
        }
    }

    /** The first part is a pattern for providers, or else there is no provider: it is a tracepoint's category. */
    private void listMatching(List<String> parts, List<ProbeEntry> out, List<String> hints) {
        Glob glob = new Glob(parts.getFirst());
        boolean any = false;
        for (ProbeProvider provider : providers.all()) {
            if (glob.matches(provider.name())) {
                any = true;
                provider.list(rest(parts), target, out);
            }
        }
        if (!any) {
            everywhere(parts, out);
            if (out.isEmpty()) {
                hints.add("no probe type is called '" + parts.getFirst() + "'");
                hints.addAll(List.of(providers.hints(parts.getFirst())));
            }
        }
    }

    /** The parts behind the provider; all of it if there are none. */
    private static List<String> rest(List<String> parts) {
        return parts.size() == 1 ? List.of("*") : parts.subList(1, parts.size());
    }

    private static List<String> split(String pattern) {
        List<String> parts = new ArrayList<>(3);
        int start = 0;
        for (int colon = pattern.indexOf(':'); colon >= 0; colon = pattern.indexOf(':', start)) {
            parts.add(pattern.substring(start, colon));
            start = colon + 1;
        }
        parts.add(pattern.substring(start));
        // software:faults: is how a listing writes it.
        if (parts.size() > 1 && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return parts;
    }
}
