package dev.skep.lang.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {

    private static String print(String text, String range, String... hints) {
        return print(text, text.indexOf(range), text.indexOf(range) + range.length(), hints);
    }

    private static String print(String text, int start, int end, String... hints) {
        Diagnostics diagnostics = new Diagnostics();
        diagnostics.error(Code.UNKNOWN_NAME, new Span(new Source("stdin", text), start, end), "msg", hints);
        return new DiagnosticPrinter(false).print(diagnostics);
    }

    @Test
    void underlinesTheRange() {
        assertThat(print("begin { print($y); }", "$y")).isEqualTo("""
                        stdin:1:15-17: ERROR: msg
                        begin { print($y); }
                                      ~~
                        """);
    }

    @Test
    void countsLinesAndColumnsFromOne() {
        assertThat(print("a\nbc\nd", "bc")).isEqualTo("stdin:2:1-3: ERROR: msg\nbc\n~~\n");
    }

    @Test
    void expandsTabsAndAlignsBehindThem() {
        assertThat(print("\tx = \t1;", "1")).isEqualTo("stdin:1:7-8: ERROR: msg\n    x =     1;\n            ~\n");
        assertThat(print("a\tb", "\t")).isEqualTo("stdin:1:2-3: ERROR: msg\na    b\n ~~~~\n");
    }

    @Test
    void showsTheLinesOfARangeOverSeveral() {
        assertThat(print("a\nb {\n\tc\n}\nd", "b {\n\tc\n}")).isEqualTo("stdin:2-4: ERROR: msg\nb {\n    c\n}\n");
    }

    @Test
    void aRangeUpToTheLineBreakIsOfItsLine() {
        assertThat(print("ab\ncd", "b\n")).isEqualTo("stdin:1:2-4: ERROR: msg\nab\n ~\n");
    }

    @Test
    void printsHintsBehind() {
        assertThat(print("x", "x", "first", "second"))
                .isEqualTo("stdin:1:1-2: ERROR: msg\nx\n~\nHINT: first\nHINT: second\n");
    }

    @Test
    void showsARangeAtTheEnd() {
        assertThat(print("ab", 2, 2)).isEqualTo("stdin:1:3-4: ERROR: msg\nab\n  ~\n");
        assertThat(print("", 0, 0)).isEqualTo("stdin:1:1-2: ERROR: msg\n\n~\n");
        assertThat(print("ab\n", 3, 3)).isEqualTo("stdin:2:1-2: ERROR: msg\n\n~\n");
    }

    @Test
    void escapesControlCharactersAndStaysAligned() {
        assertThat(print("\033[2J\u202ex", "x"))
                .isEqualTo("stdin:1:6-7: ERROR: msg\n\\x1b[2J\\u202ex\n             ~\n");
        Diagnostics diagnostics = new Diagnostics();
        Span span = new Span(new Source("a\033b", "x"), 0, 1);
        diagnostics.error(Code.UNKNOWN_NAME, span, "no '\007'", "try '\r'");
        assertThat(new DiagnosticPrinter(false).print(diagnostics))
                .isEqualTo("a\\x1bb:1:1-2: ERROR: no '\\x07'\nx\n~\nHINT: try '\\x0d'\n");
    }

    @Test
    void leavesOtherLettersAndPairsAlone() {
        assertThat(print("é \"😀\" x", "x")).isEqualTo("stdin:1:8-9: ERROR: msg\né \"😀\" x\n      ~\n");
        assertThat(print("😀x", "😀")).isEqualTo("stdin:1:1-3: ERROR: msg\n😀x\n~\n");
        assertThat(print("a\ud800b", "b")).isEqualTo("stdin:1:3-4: ERROR: msg\na\\ud800b\n       ~\n");
    }

    @Test
    void dropsTheCarriageReturnOfALine() {
        assertThat(print("ab\r\ncd", "b")).isEqualTo("stdin:1:2-3: ERROR: msg\nab\n ~\n");
    }

    @Test
    void cutsLongLinesAroundTheRange() {
        String text = "a".repeat(10_000) + "HERE" + "b".repeat(10_000);
        List<String> lines = print(text, "HERE").lines().toList();
        assertThat(lines.getFirst()).isEqualTo("stdin:1:10001-10005: ERROR: msg");
        assertThat(lines.get(1))
                .startsWith("...aaa")
                .contains("HERE")
                .endsWith("bbb...")
                .hasSize(406);
        int at = lines.get(1).indexOf("HERE");
        assertThat(lines.get(2)).isEqualTo(" ".repeat(at) + "~~~~");
        assertThat(print("x".repeat(10_000), 0, 10_000).lines().toList().get(2)).isEqualTo("~".repeat(400));
        assertThat(print("x\n".repeat(1_000), 0, 2_000)).hasLineCount(22).endsWith("...\n");
    }

    @Test
    void coloursByFlag() {
        Diagnostics diagnostics = new Diagnostics();
        Span span = new Span(new Source("f", "x"), 0, 1);
        diagnostics.error(Code.UNKNOWN_NAME, span, "e");
        diagnostics.warning(Code.UNKNOWN_NAME, span, "w");
        assertThat(new DiagnosticPrinter(true).print(diagnostics))
                .isEqualTo("f:1:1-2: \033[31mERROR\033[0m: e\nx\n~\nf:1:1-2: \033[33mWARNING\033[0m: w\nx\n~\n");
    }

    @Test
    void saysHowManyMoreThereAre() {
        Diagnostics diagnostics = new Diagnostics();
        for (int i = 0; i < Diagnostics.LIMIT + 7; i++) {
            diagnostics.error(Code.UNKNOWN_NAME, new Span(new Source("f", "x"), 0, 1), "e");
        }
        assertThat(new DiagnosticPrinter(false).print(diagnostics)).endsWith("~\n... and 7 more\n");
    }
}
