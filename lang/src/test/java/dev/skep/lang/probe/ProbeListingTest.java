package dev.skep.lang.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.target.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeListingTest {
    private final ProbeListing listing = new ProbeListing(new ProbeProviders(), Recording.target());

    @Test
    void listings() {
        Golden.check("probe/listings.txt", this::render);
    }

    private String render(String input) {
        boolean verbose = input.startsWith("-lv ");
        ProbeListing.Result result = listing.list(input.substring(verbose ? 4 : 3));
        StringBuilder out = new StringBuilder();
        for (ProbeEntry entry : result.entries()) {
            out.append(entry.name()).append('\n');
            for (String argument : verbose ? entry.arguments() : List.<String>of()) {
                out.append("    ").append(argument).append('\n');
            }
        }
        for (String hint : result.hints()) {
            out.append("HINT: ").append(hint).append('\n');
        }
        return out.toString();
    }

    @Test
    void everythingIsInTheOrderOfTheProviders() {
        List<String> all =
                listing.list("").entries().stream().map(ProbeEntry::name).toList();
        assertThat(all)
                .isEqualTo(listing.list("*").entries().stream()
                        .map(ProbeEntry::name)
                        .toList());
        assertThat(all)
                .isEqualTo(listing.list("*:*").entries().stream()
                        .map(ProbeEntry::name)
                        .toList());
        assertThat(all).isSortedAccordingTo((a, b) -> provider(a).compareTo(provider(b)));
        assertThat(all).contains("tracepoint:sched:sched_switch", "rawtracepoint:sched_switch", "software:cpu-clock:");
    }

    private static String provider(String name) {
        return name.substring(0, name.indexOf(':'));
    }
}
