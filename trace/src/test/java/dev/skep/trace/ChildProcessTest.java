package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    private Path directory;

    @Test
    void runsWhenItIsLet() throws Exception {
        Path file = directory.resolve("it ran");
        CountDownLatch ended = new CountDownLatch(1);
        try (ChildProcess child =
                ChildProcess.prepare(List.of("sh", "-c", "echo $$ > \"$1\"; exit 5", "sh", "" + file))) {
            ChildProcess closed = ChildProcess.prepare(List.of("touch", "" + directory.resolve("never")));
            closed.close();
            assertThat(closed.process().waitFor()).isIn(127, 143);
            assertThat(file).doesNotExist();
            assertThat(child.exitCode()).isZero();
            child.start(ended::countDown);
            ended.await();
            assertThat(child.exitCode()).isEqualTo(5);
            assertThat(Files.readString(file).strip()).isEqualTo("" + child.pid());
        }
        assertThat(directory.resolve("never")).doesNotExist();
    }

    @Test
    void isEndedWithTheSession() throws Exception {
        ChildProcess child = ChildProcess.prepare(List.of("sleep", "1000"));
        child.start(() -> {});
        child.close();
        assertThat(child.process().waitFor()).isIn(127, 143);
    }

    @Test
    void saysWhatItCannotRun() {
        assertThatThrownBy(() -> ChildProcess.prepare(List.of("no-such-command")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot run 'no-such-command': no such command in PATH");
        assertThatThrownBy(() -> ChildProcess.prepare(List.of("/no/such/file")))
                .hasMessage("cannot run '/no/such/file': no such file");
        assertThatThrownBy(() -> ChildProcess.prepare(List.of("/proc/self/status")))
                .hasMessage("cannot run '/proc/self/status': not an executable file");
    }
}
