package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.probe.ProbeEntry;
import dev.skep.lang.probe.ProbeListing;
import dev.skep.lang.probe.ProbeProviders;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers and software events: every spelling is attached, and what a program finds in its context is right. */
@Tag("kernel")
class PerfEventKernelTest {
    private static final int PAGES = 100;

    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    static List<String> software() {
        try (KernelTarget target = new KernelTarget()) {
            return new ProbeListing(new ProbeProviders(), target)
                    .list("software:*").entries().stream().map(ProbeEntry::name).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("software")
    void everySoftwareEventIsAttached(String event) {
        for (String probe : new String[] {event, event + "1000", event.substring(0, event.length() - 1)}) {
            try (ScriptRun run = ScriptRun.start(probe + " { @ = count(); }")) {
                assertThat(run.sink().attached).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hz:99", "s:1", "ms:10", "us:10000", "1s", "10ms", "10000us", "10000000ns", "10000000", "hz:1e2"
            })
    void everyRateIsAttached(String rate) {
        for (String provider : new String[] {"profile:", "interval:", "p:", "i:"}) {
            try (ScriptRun run = ScriptRun.start(provider + rate + " { @ = count(); }")) {
                assertThat(run.sink().attached).isEqualTo(1);
            }
        }
    }

    @Test
    void thePeriodOfATimer() {
        assertThat(ScriptRun.text("interval:us:2000 { printf(\"%d\\n\", ctx.sample_period); exit(); }"))
                .isEqualTo("2000000\n");
    }

    /** A page that was never touched takes one fault, at the address that is written to. */
    @Test
    void pageFaultsOfPagesThatWereNeverTouched() {
        try (Workload workload = Workload.start()) {
            long pages = workload.call("mmap", 1, 0, PAGES * 4096L, 3, 0x22, -1, 0);
            try (ScriptRun run =
                    ScriptRun.start("software:page-faults:1 /pid == " + workload.pid() + " && ctx.addr >= " + pages
                            + " && ctx.addr < " + (pages + PAGES * 4096L)
                            + "/ { @ = count(); @pages[ctx.addr / 4096] = count(); }"
                            + " software:minor-faults:1 /pid == " + workload.pid() + " && ctx.addr == " + pages
                            + "/ { @minor++; }"
                            + " software:major-faults:1 /pid == " + workload.pid() + " && ctx.addr == " + pages
                            + "/ { @major++; }")) {
                for (int page = 0; page < PAGES; page++) {
                    workload.call("getrandom", 2, pages + page * 4096L, 1, 0);
                }
                String text = run.finish();
                assertThat(text).startsWith("@: " + PAGES + "\n@minor: 1\n");
                assertThat(text.lines().filter(line -> line.startsWith("@pages[")))
                        .hasSize(PAGES)
                        .allMatch(line -> line.endsWith("]: 1"));
                assertThat(text).doesNotContain("@major");
            }
        }
    }
}
