package dev.skep.kernel.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.Fixture;
import dev.skep.kernel.UnsupportedFeatureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class TracefsKernelTest {
    @BeforeAll
    static void rights() {
        Fixture.assumeRights();
    }

    @Test
    void everyTracepointOfThisKernelHasAFormat() {
        try (Tracefs tracefs = Tracefs.open()) {
            List<String> all = tracefs.tracepoints();
            assertThat(all).contains("sched:sched_switch", "syscalls:sys_enter_getppid");
            for (String tracepoint : all) {
                int colon = tracepoint.indexOf(':');
                String name = tracepoint.substring(colon + 1);
                assertThat(tracefs.format(tracepoint.substring(0, colon), name)).startsWith("name: " + name + "\nID: ");
            }
        }
    }

    @Test
    void oneTracepoint() {
        try (Tracefs tracefs = Tracefs.open()) {
            assertThat(tracefs.has("sched", "sched_switch")).isTrue();
            assertThat(tracefs.format("sched", "sched_switch"))
                    .contains("\nID: " + tracefs.id("sched", "sched_switch") + "\n");
            assertThat(tracefs.has("sched", "nothing")).isFalse();
            assertThat(tracefs.has("..", "events")).isFalse();
            assertThat(tracefs.has("sched/sched_switch", "x")).isFalse();
            assertThatThrownBy(() -> tracefs.format("sched", "nothing"))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessage("tracepoint sched:nothing: this kernel has none of that name");
            assertThatThrownBy(() -> tracefs.id("..", "available_events"))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("no tracepoint's name");
        }
    }

    @Test
    void nobodySeesAPrivateMount() throws IOException {
        List<String> before = Files.readAllLines(Path.of("/proc/self/mounts"));
        try (Tracefs tracefs = Tracefs.open()) {
            assertThat(tracefs.has("sched", "sched_switch")).isTrue();
            assertThat(Files.readAllLines(Path.of("/proc/self/mounts"))).isEqualTo(before);
        }
    }
}
