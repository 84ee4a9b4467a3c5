package dev.skep.lang.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.syntax.SourcePrinter;
import dev.skep.lang.target.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionalParametersTest {
    private final Diagnostics diagnostics = new Diagnostics();

    private ResolvedScript resolve(String program, String... parameters) {
        return Resolver.resolve(
                Parser.parse(new Source("stdin", program), diagnostics),
                Recording.target(),
                ResolveOptions.DEFAULT.withParameters(List.of(parameters)),
                diagnostics);
    }

    private String replaced(String expression) {
        Ast.Probe probe = resolve("begin { $x = " + expression + " }", "42", "hello", "-7", "", "1s", "0x")
                .probes()
                .getFirst()
                .source();
        return SourcePrinter.print(((Ast.Assign) probe.body().statements().getFirst()).value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1 | 42",
                "$2 | \"hello\"",
                "$3 | -7",
                "$4 | \"\"",
                "$5 | 1000000000",
                "$6 | \"0x\"",
                "$# | 6",
                "str($1) | \"42\"",
                "str($2) | \"hello\"",
                "str($2 + 1) | \"ello\"",
                "str($2 + 5) | \"\"",
                "str($2, 3) | str(\"hello\", 3)",
                "str(args.x) | str(args.x)",
                "f($1, -$1, ($1, @x[$1]), (int8)$1, $1 ? $1 : $1, $1.a, str($y, $1)) | "
                        + "f(42, -42, (42, @x[42]), (int8)42, 42 ? 42 : 42, (42).a, str($y, 42))",
            })
    void areReplaced(String written, String expected) {
        assertThat(replaced(written)).isEqualTo(expected);
        assertThat(diagnostics.all()).isEmpty();
    }

    @Test
    void areReplacedInStatementsAndPredicates() {
        Ast.Probe probe = resolve(
                        "i:s:1 /$1/ { let $a = $1; let $b; @x[$1]++; if $1 { $1; } else { { $1; } } @ += $1; }", "5")
                .probes()
                .getFirst()
                .source();
        assertThat(SourcePrinter.print(new Ast.Script(List.of(probe), probe.span())))
                .isEqualTo("""
                        interval:s:1
                        /5/
                        {
                          let $a = 5;
                          let $b;
                          @x[5]++;
                          if (5) {
                            5;
                          } else {
                            {
                              5;
                            }
                          }
                          @ += 5;
                        }
                        """.replace("interval:s:1", "i:s:1"));
    }

    @Test
    void mayBeAnyPartOfAnAttachPoint() {
        ResolvedScript resolved = resolve("$1:sched:sched_$2 { } p:hz:$3$3 { } i:s:$# { }", "t", "switch", "9");
        assertThat(diagnostics.all()).isEmpty();
        assertThat(resolved.probes())
                .extracting(probe -> probe.point().name())
                .containsExactly("tracepoint:sched:sched_switch", "profile:hz:99", "interval:s:3");
    }

    @Test
    void warnsOfOneThatIsMissing() {
        Ast.Probe probe =
                resolve("begin { $x = $1; $y = str($2); }").probes().getFirst().source();
        assertThat(probe.body().statements())
                .extracting(statement -> SourcePrinter.print(((Ast.Assign) statement).value()))
                .containsExactly("0", "\"\"");
        assertThat(diagnostics.hasErrors()).isFalse();
        assertThat(diagnostics.all()).extracting(Diagnostic::code).containsOnly(Code.MISSING_PARAMETER);
        assertThat(diagnostics.all())
                .extracting(Diagnostic::message)
                .containsExactly("Positional parameter $1 is not supplied", "Positional parameter $2 is not supplied");
    }

    @Test
    void anOffsetMayNotBeBehindTheEnd() {
        replaced("str($2 + 6)");
        assertThat(diagnostics.all()).extracting(Diagnostic::code).containsExactly(Code.PARAMETER_OFFSET);
    }

    @Test
    void aScriptWithoutAnyKeepsItsTree() {
        ResolvedScript resolved = resolve("begin { $x = 1; }", "1");
        assertThat(resolved.probes().getFirst().source())
                .isSameAs(resolved.script().probes().getFirst());
    }
}
