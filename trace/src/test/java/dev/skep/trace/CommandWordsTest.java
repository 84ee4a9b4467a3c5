package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CommandWordsTest {

    @Test
    void splitsAtBlanks() {
        assertThat(CommandWords.split("ls -l  /tmp\t/x\n")).containsExactly("ls", "-l", "/tmp", "/x");
    }

    @Test
    void quotesKeepBlanks() {
        assertThat(CommandWords.split("sh -c 'echo \"a b\" \\n; exit'"))
                .containsExactly("sh", "-c", "echo \"a b\" \\n; exit");
        assertThat(CommandWords.split("a\"b 'c\"d e'' \"\"")).containsExactly("ab 'cd", "e", "");
        assertThat(CommandWords.split("\"a\\\"b\\\\c\\n\"")).containsExactly("a\"b\\c\\n");
    }

    @Test
    void backslashKeepsTheNextCharacter() {
        assertThat(CommandWords.split("a\\ b c\\'d \\\\ e\\")).containsExactly("a b", "c'd", "\\", "e\\");
    }

    @Test
    void refusesWhatIsNoCommand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandWords.split(" \t"))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandWords.split("echo 'a"))
                .withMessage("the command has an unclosed ': echo 'a");
    }
}
