package dev.skep.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final String SCRIPT = "read -r go < \"$1\" || exit 7; exit 3";

    @Test
    void letsTheProcessThrough() throws Exception {
        try (Gate gate = Gate.open()) {
            Process process = waiting(gate);
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            gate.release();
            assertThat(process.waitFor()).isEqualTo(3);
        }
    }

    @Test
    void letsThroughWhoComesLater() throws Exception {
        try (Gate gate = Gate.open()) {
            gate.release();
            assertThat(waiting(gate).waitFor()).isEqualTo(3);
        }
    }

    @Test
    void endsTheWaitWhenItIsClosed() throws Exception {
        Gate gate = Gate.open();
        Process process = waiting(gate);
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        gate.close();
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void leavesNoDescriptor() throws IOException {
        assumeThat(Path.of("/proc/self/fd")).isDirectory();
        Path path;
        try (Gate gate = Gate.open()) {
            path = Path.of(gate.path());
            assertThat(Files.exists(path)).isTrue();
        }
        assertThat(Files.exists(path)).isFalse();
    }

    private static Process waiting(Gate gate) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", gate.path())
                .inheritIO()
                .start();
    }
}
