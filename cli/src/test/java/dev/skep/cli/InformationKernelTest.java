package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.cli.Information.Fact;
import dev.skep.cli.Information.Section;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.kernel.feature.Support;
import dev.skep.trace.KernelTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class InformationKernelTest {
    @BeforeAll
    static void rights() {
        String complaint = Capabilities.current().complaint();
        assumeTrue(complaint == null, complaint);
    }

    private static List<Section> sections() throws Exception {
        try (KernelTarget target = new KernelTarget()) {
            return Information.of(target);
        }
    }

    private static Fact fact(String section, String name) throws Exception {
        return sections().stream()
                .filter(candidate -> candidate.title().equals(section))
                .flatMap(candidate -> candidate.facts().stream())
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysOfThisKernelWhatItsFilesSay() throws Exception {
        assertThat(fact("System", "OS").value())
                .contains(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(fact("Kernel features", "btf").value())
                .isEqualTo(Files.exists(Path.of("/sys/kernel/btf/vmlinux")) ? "yes" : "no");
        if (!Files.exists(Path.of("/sys/bus/event_source/devices/kprobe"))) {
            assertThat(fact("Probe types", "kprobe").value()).isEqualTo("no");
            assertThat(fact("Probe types", "kprobe").reason()).contains("CONFIG_KPROBES");
        }
        assertThat(fact("Map types", "ringbuf").value()).isEqualTo("yes");
        assertThat(fact("Probe types", "tracepoint").value()).isEqualTo("yes");
    }

    @Test
    void whatIsNotThereHasAReason() throws Exception {
        List<Section> sections = sections();
        assertThat(sections)
                .extracting(Section::title)
                .containsExactly("System", "Build", "Kernel helpers", "Kernel features", "Map types", "Probe types");
        for (Section section : sections) {
            for (Fact fact : section.facts()) {
                if (fact.value().equals("no") || fact.value().equals("unknown")) {
                    assertThat(fact.reason()).as(fact.name()).isNotBlank();
                } else {
                    assertThat(fact.reason()).as(fact.name()).isEmpty();
                }
            }
        }
    }

    @Test
    void textAndJson() {
        List<Section> sections = List.of(
                new Section("A", List.of(Fact.of("x", Support.yes()), Fact.of("y", new Support.No("of \"that\"")))),
                new Section("B", List.of(Fact.of("z", new Support.Unknown("no rights")), new Fact("n", "4096", ""))));
        assertThat(Information.text(sections)).hasToString("""
                A
                  x: yes
                  y: no (of "that")

                B
                  z: unknown (no rights)
                  n: 4096
                """);
        assertThat(Information.json(sections)).hasToString("""
                {"type": "info", "data": {"A": {"x": {"value": "yes"}, "y": {"value": "no", "reason": "of \\"that\\""}},\
                 "B": {"z": {"value": "unknown", "reason": "no rights"}, "n": {"value": "4096"}}}}
                """);
    }
}
