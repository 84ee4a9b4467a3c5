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
    void saysWhatItCannotRun() throws IOException {
        refuses("no-such-command", "no such command in PATH (ENOENT)");
        refuses("/no/such/file", "no such file (ENOENT)");
        refuses("/proc/self/status", "not an executable file (EACCES); chmod +x makes it one");
        refuses("" + directory, "it is a directory (EACCES)");
        String script = program("#!/no/such/interpreter -x\n");
        refuses(script, "its first line names '/no/such/interpreter', which does not exist (ENOENT)");
        refuses(program("#! /etc/passwd\n"), "its first line names '/etc/passwd', which is not executable (EACCES)");
    }

    @Test
    void tellsACommandThatTheKernelRefused() throws Exception {
        CountDownLatch ended = new CountDownLatch(2);
        try (ChildProcess refused = ChildProcess.prepare(List.of(program("\u007fELF no program at all")));
                ChildProcess runs = ChildProcess.prepare(List.of("sh", "-c", "exit 127"))) {
            refused.start(ended::countDown);
            runs.start(ended::countDown);
            ended.await();
            assertThat(refused.refused()).isTrue();
            assertThat(runs.refused()).isFalse();
            assertThat(runs.exitCode()).isEqualTo(127);
        }
    }

    private String program(String text) throws IOException {
        Path file = Files.createTempFile(directory, "program", "");
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }

    private static void refuses(String command, String reason) {
        assertThatThrownBy(() -> ChildProcess.prepare(List.of(command)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot run '" + command + "': " + reason);
    }
}
