package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchedProcessTest {
    @Test
    void livesAndEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        WatchedProcess watched = WatchedProcess.of(process.pid());
        assertThat(watched.hasEnded()).isFalse();
        process.destroyForcibly().waitFor();
        assertThat(watched.hasEnded()).isTrue();
    }

    @Test
    void thereIsNoSuchProcess() {
        assertThatThrownBy(() -> WatchedProcess.of(1L << 31))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no process 2147483648");
    }

    @Test
    void aThreadIsNoProcess() throws IOException {
        long self = ProcessHandle.current().pid();
        long thread = threads().stream().filter(id -> id != self).findFirst().orElseThrow();
        assertThatThrownBy(() -> WatchedProcess.of(thread))
                .hasMessageStartingWith(thread + " is a thread (")
                .hasMessageContaining(" of process " + self + " (")
                .hasMessageEndingWith("): use -p " + self + ", and /tid == " + thread + "/ for the thread alone");
    }

    /** The shell ends its own child, but never collects it: it has become another program by then. */
    @Test
    void aZombieHasEnded() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 1000 >/dev/null").start();
        try {
            String line = parent.inputReader().readLine();
            WatchedProcess watched = WatchedProcess.of(Long.parseLong(line));
            while (!watched.hasEnded()) {
                Thread.sleep(10);
            }
            assertThat(Files.exists(Path.of("/proc/" + line))).isTrue();
            assertThatThrownBy(() -> WatchedProcess.of(Long.parseLong(line)))
                    .hasMessage("process " + line + " (sleep) is a zombie: it has ended, and its parent, "
                            + parent.pid() + ", has not taken note yet");
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static List<Long> threads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/task"))) {
            return files.map(file -> Long.valueOf(file.getFileName().toString()))
                    .toList();
        }
    }
}
