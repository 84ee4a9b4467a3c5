package dev.skep.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final Path MANUAL = Path.of("../docs/skep.1");

    @ParameterizedTest
    @EnumSource
    void everythingNamesEveryOption(Option option) throws UsageException {
        String word = "--" + option.word();
        assertThat(Help.text()).contains(word).contains(option.help());
        assertThat(Completion.script("bash")).contains(word);
        assertThat(Completion.script("zsh")).contains(word);
        assertThat(Completion.script("fish")).contains(" -l " + option.word());
        assertThat(Manual.page("v")).contains(word.replace("-", "\\-"));
    }

    @Test
    void helpFitsATerminalAndIsInColumns() {
        assertThat(Help.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(Help.text())
                .contains("\n  -q, --quiet               print")
                .contains("\n      --no-warnings         print");
    }

    @Test
    void theManualInDocsIsThisOne() throws IOException {
        String page = Manual.page(
                Files.readString(Path.of("../pom.xml")).replaceAll("(?s).*?<version>(.*?)</version>.*", "skep v$1"));
        if (Boolean.getBoolean("update")) {
            Files.writeString(MANUAL, page);
        }
        assertThat(MANUAL).hasContent(page);
        assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--he", "--completion ", "-B f"})
    void bashCompletes(String typed) throws IOException, UsageException, InterruptedException {
        List<String> words = List.of(("skep " + typed).split(" ", -1));
        String script = Completion.script("bash") + "COMP_WORDS=("
                + String.join(" ", words).replace("  ", " ''") + ")\n"
                + (typed.endsWith(" ") ? "COMP_WORDS+=('')\n" : "") + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                + "_skep\necho \"${COMPREPLY[*]}\"\n";
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(bash.waitFor()).isZero();
        assertThat(out)
                .isEqualTo(
                        switch (typed) {
                            case "--he" -> "--help";
                            case "-B f" -> "full";
                            default -> "bash zsh fish";
                        });
    }

    @Test
    void otherShellsHaveNoCompletion() {
        assertThatThrownBy(() -> Completion.script("csh"))
                .hasMessage("no completion for 'csh': there is one for bash, zsh and fish");
    }
}
