package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.cli.option.CommandLineParser;
import dev.skep.lang.diagnostic.Code;
import org.junit.jupiter.api.Test;
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
    void aProgramIsNoCode() throws Exception {
        assertThat(Explanations.code(CommandLineParser.parse("--explain", "script.bt")))
                .isNull();
        assertThat(Explanations.code(CommandLineParser.parse("--explain", "-e", "begin { }", "no-value")))
                .isNull();
    }
}
