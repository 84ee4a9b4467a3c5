package dev.skep.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineParserTest {
    @Test
    void readsShortAndLongOptionsAndOperands() throws UsageException {
        CommandLine line = CommandLineParser.parse("-q", "--expression", "BEGIN {}", "one", "-p", "42", "two");
        assertThat(line.has(Option.QUIET)).isTrue();
        assertThat(line.has(Option.VERBOSE)).isFalse();
        assertThat(line.value(Option.EXPRESSION)).isEqualTo("BEGIN {}");
        assertThat(line.value(Option.PID)).isEqualTo("42");
        assertThat(line.value(Option.OUTPUT)).isNull();
        assertThat(line.operands()).containsExactly("one", "two");
    }

    @Test
    void takesCombinedShortOptionsAndAttachedArguments() throws UsageException {
        CommandLine line = CommandLineParser.parse("-lv", "tracepoint:*", "-qp42", "--output=a=b", "-B", "none");
        assertThat(line.has(Option.LIST)).isTrue();
        assertThat(line.has(Option.VERBOSE)).isTrue();
        assertThat(line.has(Option.QUIET)).isTrue();
        assertThat(line.value(Option.PID)).isEqualTo("42");
        assertThat(line.value(Option.OUTPUT)).isEqualTo("a=b");
        assertThat(line.value(Option.BUFFER)).isEqualTo("none");
        assertThat(line.operands()).containsExactly("tracepoint:*");
    }

    @Test
    void anEmptyArgumentIsOne() throws UsageException {
        assertThat(CommandLineParser.parse("--output=").value(Option.OUTPUT)).isEmpty();
        assertThat(CommandLineParser.parse("-e", "").value(Option.EXPRESSION)).isEmpty();
    }

    @Test
    void anArgumentMayLookLikeAnOption() throws UsageException {
        CommandLine line = CommandLineParser.parse("-e", "-v", "--cmd", "--help");
        assertThat(line.value(Option.EXPRESSION)).isEqualTo("-v");
        assertThat(line.value(Option.COMMAND)).isEqualTo("--help");
        assertThat(line.has(Option.VERBOSE)).isFalse();
        assertThat(line.has(Option.HELP)).isFalse();
    }

    @Test
    void aDashANegativeNumberAndWhatFollowsTwoDashesAreOperands() throws UsageException {
        CommandLine line = CommandLineParser.parse("-", "-17", "-v", "--", "-q", "--", "--cmd");
        assertThat(line.operands()).containsExactly("-", "-17", "-q", "--", "--cmd");
        assertThat(line.has(Option.VERBOSE)).isTrue();
        assertThat(line.has(Option.QUIET)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --versoin   | unknown option '--versoin': did you mean '--version'?
            --quite     | unknown option '--quite': did you mean '--quiet'?
            --cmdline   | unknown option '--cmdline': see 'skep --help'
            -Z          | unknown option '-Z': see 'skep --help'
            -vZ         | unknown option '-Z': see 'skep --help'
            -I          | option '-I' is bpftrace's; this version of Skep does not have it: see 'skep --help'
            --aot       | option '--aot' is bpftrace's; this version of Skep does not have it: see 'skep --help'
            -e          | option '-e' needs an argument: PROGRAM
            -vp         | option '-p' needs an argument: PID
            --pid       | option '--pid' needs an argument: PID
            --quiet=yes | option '--quiet' takes no argument
            """)
    void saysWhatIsWrong(String word, String message) {
        assertThatThrownBy(() -> CommandLineParser.parse(word))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void anOptionGivenTwiceWithTwoArgumentsIsAmbiguous() throws UsageException {
        assertThatThrownBy(() -> CommandLineParser.parse("-p", "1", "--pid=2"))
                .hasMessage("option '--pid' is given twice: '1' and '2'");
        assertThat(CommandLineParser.parse("-p1", "-p1", "-qq").value(Option.PID))
                .isEqualTo("1");
    }

    @Test
    void eachOptionIsReadByItsNames() throws UsageException {
        for (Option option : Option.values()) {
            String argument = option.argument() == null ? "" : "=x";
            assertThat(CommandLineParser.parse("--" + option.word() + argument).has(option))
                    .isTrue();
            if (option.letter() != '\0') {
                assertThat(CommandLineParser.parse("-" + option.letter() + argument)
                                .has(option))
                        .isTrue();
            }
        }
    }
}
