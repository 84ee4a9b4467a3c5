package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lang.compile.CompileOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The one-liners about a shell that reads lines: a bash at a terminal of its own, which {@code script} (util-linux) makes. */
@Tag("kernel")
class ShellOneLinersKernelTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @BeforeAll
    static void rights() {
        Rights.assume();
        assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is needed to make a terminal, and is not installed");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash");
    }

    /** A shell that waits at its prompt. */
    private static final class Shell implements AutoCloseable {
        private final Process terminal;
        private final ProcessHandle bash;

        Shell(Path output) throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(
                            SCRIPT.toString(),
                            "-qfc",
                            "exec env PS1='skep-prompt> ' /bin/bash --norc --noprofile -i",
                            "/dev/null")
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("HISTFILE", "/dev/null");
            terminal = builder.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!Files.readString(output, StandardCharsets.ISO_8859_1).contains("skep-prompt> ")) {
                assertThat(terminal.isAlive() && System.nanoTime() < end)
                        .as(Files.readString(output, StandardCharsets.ISO_8859_1))
                        .isTrue();
                Thread.sleep(10);
            }
            bash = terminal.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/bash"))
                    .findFirst()
                    .orElseThrow();
        }

        CompileOptions options() {
            return CompileOptions.DEFAULT.withPid((int) bash.pid());
        }

        /** Types lines; the last makes the shell end. */
        void type(String lines) throws IOException, InterruptedException {
            OutputStream keys = terminal.getOutputStream();
            keys.write(lines.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            bash.destroyForcibly();
            terminal.destroyForcibly();
        }
    }

    private static String run(String script) throws IOException, InterruptedException {
        Path output = Files.createTempFile("skep", "terminal");
        try (Shell shell = new Shell(output);
                ScriptRun run = ScriptRun.start(script, shell.options())) {
            // The shell is in readline already; from the next line on it is entered, and returns.
            shell.type("echo one\necho two\nexit\n");
            return run.finish();
        } finally {
            Files.delete(output);
        }
    }

    @Test
    void linesThatWereRead() throws Exception {
        assertThat(run("uretprobe:/bin/bash:readline { printf(\"%s\\n\", str(retval)); }"))
                .isEqualTo("echo two\nexit\n");
    }

    @Test
    void howManyLines() throws Exception {
        assertThat(run("uprobe:/bin/bash:readline { @ = count(); }")).isEqualTo("@: 2\n");
    }

    @Test
    void thePrompt() throws Exception {
        assertThat(run("uprobe:bash:readline { printf(\"%s\\n\", str(*uaddr(\"ps1_prompt\"))); }"))
                .isEqualTo("skep-prompt> \nskep-prompt> \n");
    }
}
