package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.Golden;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    @Test
    void trees() {
        Golden.check("syntax/trees.txt", program -> AstPrinter.print(Programs.parse(program)));
    }

    /** Every form of the language: what is printed means the same, and is printed the same again. */
    @Test
    void forms() {
        Golden.check("syntax/forms.txt", program -> {
            Diagnostics diagnostics = new Diagnostics();
            Ast.Script script = Parser.parse(new Source("stdin", program), diagnostics);
            if (diagnostics.hasErrors()) {
                return new DiagnosticPrinter(false).print(diagnostics);
            }
            String printed = SourcePrinter.print(script);
            Ast.Script again = Programs.parse(printed);
            assertThat(AstPrinter.print(again)).isEqualTo(AstPrinter.print(script));
            assertThat(SourcePrinter.print(again)).isEqualTo(printed);
            return printed;
        });
    }

    @Test
    void errors() {
        Golden.check("syntax/errors.txt", Programs::errors);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "1 + 2 * 3 => 1 + 2 * 3",
                "(1 + 2) * 3 => (1 + 2) * 3",
                "1 - 2 - 3 => 1 - 2 - 3",
                "1 - (2 - 3) => 1 - (2 - 3)",
                "1 | 2 ^ 3 & 4 == 5 < 6 << 7 + 8 * 9 => 1 | 2 ^ 3 & 4 == 5 < 6 << 7 + 8 * 9",
                "((((((((1 | 2) ^ 3) & 4) == 5) < 6) << 7) + 8) * 9) => (((((((1 | 2) ^ 3) & 4) == 5) < 6) << 7) + 8) * 9",
                "a || b && c || d => a || b && c || d",
                "!a && ~b == -c => !a && ~b == -c",
                "- -1 => -(-1)",
                "-$x++ => -($x++)",
                "--$x => --$x",
                "a ? b : c ? d : e => a ? b : c ? d : e",
                "(a ? b : c) ? d : e => (a ? b : c) ? d : e",
                "a ? b ? c : d : e => a ? b ? c : d : e",
                "(uint8)x + 1 => (uint8)x + 1",
                "(uint8)(x + 1) => (uint8)(x + 1)",
                "(uint8)-x => (uint8)(-x)",
                "(pid) - 1 => pid - 1",
                "(pid) + 1 => pid + 1",
                "args->a->b.c => args->a->b.c",
                "args.if => args.if",
                "$t.0.1.10 => $t.0.1.10",
                "() => ()",
                "(1,) => (1,)",
                "(1,\"a\", (2, 3)) => (1, \"a\", (2, 3))",
                "@ => @",
                "@[1, (2, 3)] => @[1, (2, 3)]",
                "@x[pid, comm] => @x[pid, comm]",
                "kstack(3) => kstack(3)",
                "f() => f()",
                "$1 + $# => $1 + $#",
                "true == false => true == false",
                "5ms => 5000000",
                "0xffffffffffffffff => 18446744073709551615",
                "pid/2 => pid / 2",
                "1/*comment*/+/**/2//end => 1 + 2",
            })
    void expressions(String written, String printed) {
        assertThat(SourcePrinter.print(Programs.expression(written + "\n"))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "tracepoint:syscalls:sys_enter_openat => tracepoint, syscalls, sys_enter_openat",
                "t:sched:sched_* => t, sched, sched_*",
                "kprobe:[vw]fs_read => kprobe, [vw]fs_read",
                "kprobe:fn+0x8 => kprobe, fn+0x8",
                "uprobe:/bin/bash:readline => uprobe, /bin/bash, readline",
                "uprobe:/usr/lib/*.so:* => uprobe, /usr/lib/*.so, *",
                "u:./a//b.so:f => u, ./a//b.so, f",
                "usdt:/bin/x:ns:name => usdt, /bin/x, ns, name",
                "iter:task:/sys/fs/bpf/x => iter, task, /sys/fs/bpf/x",
                "uprobe:./a:cpp:\"ns::f(int, char)\" => uprobe, ./a, cpp, \"ns::f(int, char)\"",
                "software:cpu-clock: => software, cpu-clock, END",
                "profile:hz:$1 => profile, hz, $1",
                "watchpoint:0x1000:8:rw => watchpoint, 0x1000, 8, rw",
                "BEGIN => BEGIN",
            })
    void attachPoints(String written, String parts) {
        for (String behind : new String[] {"{}", " {}", "\n{}", " /1/ {}", "//comment\n{}"}) {
            if (behind.startsWith("//") && written.contains("/")) {
                continue;
            }
            Ast.Script script = Programs.parse(written + behind);
            List<Ast.AttachPoint> points = script.probes().getFirst().attachPoints();
            assertThat(points).hasSize(1);
            assertThat(points.getFirst().parts())
                    .extracting(Ast.AttachPoint.Part::text)
                    .containsExactly(parts.replace("END", "").split(", (?! *char)", -1));
            assertThat(points.getFirst().span().text()).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracepoint:a:b/pid == 1/{}",
                "tracepoint:a:b /pid==1/ {}",
                "tracepoint:a:b\n/pid == 1/\n{}",
                "tracepoint:a:b/pid == 1/ /* comment */ // more\n{}",
                "uprobe:/bin/bash:readline/pid == 1/{}",
                "kprobe:f/ pid == 1 /{}",
            })
    void predicates(String program) {
        Ast.Expr predicate = Programs.parse(program).probes().getFirst().predicate();
        assertThat(SourcePrinter.print(Objects.requireNonNull(predicate))).isEqualTo("pid == 1");
    }

    @Test
    void aPredicateMayDivide() {
        Ast.Expr predicate = Programs.parse("k:f /pid / 2 / (3 / 4) == f(1 / 2)/ {}")
                .probes()
                .getFirst()
                .predicate();
        assertThat(SourcePrinter.print(Objects.requireNonNull(predicate))).isEqualTo("pid / 2 / (3 / 4) == f(1 / 2)");
    }

    @Test
    void spansCoverWhatWasWritten() {
        Ast.Script script = Programs.parse("t:a:b /pid/ { $x = (1 + 2) ; @y[1] += 3; if (a) { } else { f(  ) } }");
        Ast.Probe probe = script.probes().getFirst();
        assertThat(probe.span().text()).isEqualTo(script.span().text());
        assertThat(probe.body().statements())
                .extracting(statement -> statement.span().text())
                .containsExactly("$x = (1 + 2)", "@y[1] += 3", "if (a) { } else { f(  ) }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#!/usr/bin/skep\nbegin {}", "begin {;;}", "begin { print(1) }", "begin { if 1 {} if (1) {}; }"})
    void accepts(String program) {
        assertThat(Programs.parse(program).probes()).hasSize(1);
    }

    @Test
    void nestingIsBounded() {
        for (String nested : new String[] {
            "(".repeat(100_000),
            "{".repeat(100_000),
            "-".repeat(99_999) + " 1",
            "if 1 {".repeat(50_000),
            "f(".repeat(100_000),
            "@x[".repeat(50_000),
            "1?".repeat(50_000),
            "!".repeat(100_000),
            "(int8)".repeat(50_000),
            "if 1 {} else ".repeat(50_000),
            "++".repeat(50_000) + "$x"
        }) {
            Diagnostic found = Programs.onlyError("begin { " + nested);
            assertThat(found.code()).as(nested.substring(0, 8)).isEqualTo(Code.NESTED_TOO_DEEP);
        }
    }

    @Test
    void theHeightOfATreeIsBounded() {
        assertThat(Programs.onlyError("begin { print(1" + " + 1".repeat(100_000) + "); }")
                        .code())
                .isEqualTo(Code.NESTED_TOO_DEEP);
        assertThat(Programs.onlyError("begin { print(a" + ".b".repeat(100_000) + "); }")
                        .code())
                .isEqualTo(Code.NESTED_TOO_DEEP);
        String chain = "1" + " + 1".repeat(400);
        String nested = "(" + chain + ")" + " + 1".repeat(400);
        assertThat(Programs.onlyError("begin { print(" + nested + "); }").code())
                .isEqualTo(Code.NESTED_TOO_DEEP);
        assertThat(Programs.parse("begin { print(" + chain + "); }").probes()).hasSize(1);
    }

    @Test
    void errorsAreBounded() {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new Source("stdin", "begin { " + "1 2; ".repeat(10_000) + "}"), diagnostics);
        assertThat(diagnostics.all()).hasSize(Diagnostics.LIMIT);
        assertThat(diagnostics.dropped()).isEqualTo(10_000 - Diagnostics.LIMIT);
    }
}
