package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parse, print, parse: the same tree, for random trees. */
class RoundTripTest {

    @Test
    void whatIsPrintedParsesToTheSameTree() {
        for (int seed = 0; seed < 3_000; seed++) {
            Ast.Script script = new RandomTree(new Random(seed)).script();
            String printed = SourcePrinter.print(script);
            Ast.Script parsed = Programs.parse(printed);
            assertThat(AstPrinter.print(parsed))
                    .as("seed %d:%n%s", seed, printed)
                    .isEqualTo(AstPrinter.print(script));
            assertThat(SourcePrinter.print(parsed)).isEqualTo(printed);
        }
    }
}
