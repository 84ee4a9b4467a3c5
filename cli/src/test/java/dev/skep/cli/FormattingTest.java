package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.CommandLineParser;
import dev.skep.cli.option.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormattingTest {
    @TempDir
    private Path directory;

    @Test
    void aFileIsFormattedInItsPlace() throws Exception {
        Path file = directory.resolve("x.bt");
        Files.writeString(file, "begin{print(1)}");
        assertThat(run("--fmt", "--dry-run", file.toString())).isEqualTo(Exit.FAILED);
        assertThat(file).hasContent("begin{print(1)}");
        assertThat(run("--fmt", "-o", file.toString(), file.toString())).isEqualTo(Exit.OK);
        assertThat(Files.readString(file)).isEqualTo("begin\n{\n  print(1);\n}\n");
        assertThat(run("--mode", "format", "--dry-run", file.toString())).isEqualTo(Exit.OK);
    }

    @Test
    void whatIsWrongStaysAsItIs() throws Exception {
        Path file = directory.resolve("x.bt");
        Files.writeString(file, "begin { print(1 }");
        assertThat(run("--fmt", "-o", file.toString(), file.toString())).isEqualTo(Exit.FAILED);
        assertThat(file).hasContent("begin { print(1 }");
    }

    @Test
    void otherModesAreNamed() {
        assertThatThrownBy(() -> run("--mode", "test", "-e", "begin { }"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'test'");
        assertThatThrownBy(() -> run("--fmt", "a.bt", "b.bt"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--fmt takes one program, and no parameters");
    }

    private static int run(String... words) throws Exception {
        CommandLine line = CommandLineParser.parse(words);
        assertThat(Formatting.wanted(line)).isTrue();
        return Formatting.run(line, new Messages(line));
    }
}
