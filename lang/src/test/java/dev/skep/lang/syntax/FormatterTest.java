package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.FormatPieces.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormatterTest {
    private static final String[] BETWEEN = {
        " /* c */ ",
        " // c\n",
        "\n",
        "\n\n\n",
        "\n/* d */\n",
        " /* e\n   f */ ",
        "\n  // g\n",
        "\n\n// h\n\n",
        "\t",
        " /**/ "
    };

    @Test
    void layout() {
        Golden.check("syntax/format.txt", program -> {
            Diagnostics diagnostics = new Diagnostics();
            String formatted = Formatter.format(new Source("stdin", program), diagnostics);
            if (diagnostics.hasErrors()) {
                assertThat(formatted).isEqualTo(program);
                return new DiagnosticPrinter(false).print(diagnostics);
            }
            checkFormat(program);
            return formatted;
        });
    }

    @Test
    void randomTreesWithRandomComments() {
        int formatted = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            String printed = SourcePrinter.print(new RandomTree(random).script());
            assertThat(checkFormat(printed)).isTrue();
            formatted += checkFormat(withComments(printed, random)) ? 1 : 0;
        }
        // All but those where a comment has changed what a brace or a name means.
        assertThat(formatted).isGreaterThan(3_900);
    }

    @Test
    void allScriptsOfTestsAndDocuments() throws IOException {
        int formatted = 0;
        for (String directory : new String[] {"src/test/resources", "../docs"}) {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    for (String part : text.split("\n(=== [^\n]*|---|```[^\n]*)\n")) {
                        formatted += checkFormat(part) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(formatted).isGreaterThan(100);
    }

    /** Checks what formatting must not change; false if the program has errors. */
    private static boolean checkFormat(String program) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script before = Parser.parse(new Source("stdin", program), diagnostics);
        if (diagnostics.hasErrors()) {
            return false;
        }
        String formatted = Formatter.format(new Source("stdin", program), diagnostics);
        Diagnostics again = new Diagnostics();
        Ast.Script after = Parser.parse(new Source("stdin", formatted), again);
        assertThat(new DiagnosticPrinter(false).print(again))
                .as("%s%n-----%n%s", program, formatted)
                .isEmpty();
        assertThat(AstPrinter.print(after))
                .as("%s%n-----%n%s", program, formatted)
                .isEqualTo(AstPrinter.print(before));
        assertThat(comments(after))
                .as("%s%n-----%n%s", program, formatted)
                .containsExactlyInAnyOrderElementsOf(comments(before));
        assertThat(Formatter.format(new Source("stdin", formatted), again))
                .as(program)
                .isEqualTo(formatted);
        return true;
    }

    private static List<String> comments(Ast.Script script) {
        String text = script.span().source().text();
        List<String> comments = new ArrayList<>();
        for (Piece piece : FormatPieces.of(script)) {
            if (piece.comment()) {
                comments.add(text.substring(piece.start(), piece.end()).stripTrailing());
            }
        }
        return comments;
    }

    /** The program with white space and comments in any place. */
    private static String withComments(String program, Random random) {
        StringBuilder out = new StringBuilder();
        int last = 0;
        boolean directive = false;
        for (Piece piece : FormatPieces.of(Programs.parse(program))) {
            out.append(program, last, piece.start());
            if (random.nextInt(6) == 0) {
                out.append(directive ? "\n" : "").append(BETWEEN[random.nextInt(BETWEEN.length)]);
                boolean line = program.charAt(piece.start()) == '#';
                out.append(line ? "\n" : "");
            }
            out.append(program, piece.start(), piece.end());
            directive = program.charAt(piece.start()) == '#';
            last = piece.end();
        }
        return out.append(program, last, program.length()).toString();
    }
}
