package dev.skep.lang.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * No text makes the compiler throw, hang, or take more than 256 MiB. {@code -Dskep.fuzz=1000000} is a long run,
 * {@code -Dskep.fuzz.seed=N} another one.
 */
class CompilerFuzzTest {
    private static final String TEXTS = System.getProperty("skep.fuzz", "3000");
    private static final String SEED = System.getProperty("skep.fuzz.seed", "1");
    private static final Path BROKEN = Path.of("target/broken-text.bt");

    @Test
    void everyTextEndsInAProgramOrInAReason() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CompilerFuzz.class.getName(),
                        SEED,
                        TEXTS,
                        BROKEN.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s (the text lies in lang/%s)", output, BROKEN)
                .isZero();
    }
}
