package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code docs/library.md} compiles and runs. */
@Tag("kernel")
class LibraryKernelTest {
    @BeforeAll
    static void rights() {
        Rights.assume();
    }

    @Test
    void twoSessionsAtOnce(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("TwoSessions.java");
        Path output = directory.resolve("output");
        Files.writeString(source, program(Files.readString(Path.of("../docs/library.md"))));
        try (Workload workload = Workload.start()) {
            long path = workload.text("/a file of the test");
            Process program = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            source.toString()))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            while (!program.waitFor(20, TimeUnit.MILLISECONDS)) {
                workload.call("openat", 1, -100, path);
            }
            assertThat(program.exitValue()).isZero();
            List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
            assertThat(lines).contains(workload.pid() + " opens /a file of the test");
            assertThat(lines).anyMatch(line -> line.startsWith("[java] made "));
        }
    }

    /** The first Java program of a text. */
    private static String program(String markdown) {
        int start = markdown.indexOf("```java\n") + "```java\n".length();
        return markdown.substring(start, markdown.indexOf("```", start));
    }
}
