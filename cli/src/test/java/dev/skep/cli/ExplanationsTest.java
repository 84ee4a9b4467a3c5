package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.cli.option.CommandLineParser;
import dev.skep.lang.diagnostic.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationsTest {

    @ParameterizedTest
    @EnumSource
    void everyCodeIsExplained(Code code) throws Exception {
        assertThat(Explanations.code(CommandLineParser.parse("--explain", code.text())))
                .startsWith("### " + code.text() + "\n")
                .containsOnlyOnce("###")
                .endsWith("```\n");
    }

    @Test
    void aProgramIsNoCode(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(directory.resolve("no-value"), "begin { }");
        assertThat(Explanations.code(CommandLineParser.parse("--explain", script.toString())))
                .isNull();
        assertThat(Explanations.code(CommandLineParser.parse("--explain", "-"))).isNull();
        assertThat(Explanations.code(CommandLineParser.parse("--explain", "-e", "begin { }", "no-value")))
                .isNull();
    }

    @Test
    void whatIsNeitherIsToldAsThat() {
        assertThatThrownBy(() -> Explanations.code(CommandLineParser.parse("--explain", "no-such-prob")))
                .isInstanceOf(CommandException.class)
                .hasMessage("'no-such-prob' is neither a file nor the code of a message: did you mean 'no-such-probe'"
                        + " or 'no-such-cgroup'?");
        assertThatThrownBy(() -> Explanations.code(CommandLineParser.parse("--explain", "script.bt")))
                .hasMessage(
                        "'script.bt' is neither a file nor the code of a message: a program itself follows -e, and -v"
                                + " shows the codes of messages");
    }
}
