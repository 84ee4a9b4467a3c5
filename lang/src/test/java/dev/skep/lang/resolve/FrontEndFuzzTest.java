package dev.skep.lang.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.AstPrinter;
import dev.skep.lang.syntax.Formatter;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.syntax.SourcePrinter;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** No text makes the front end throw, hang, or report a place that is not in the text. */
class FrontEndFuzzTest {
    private static final String[] PROGRAMS = {
        "tracepoint:syscalls:sys_enter_openat { printf(\"%s %s\\n\", comm, str(args.filename)); }",
        "t:syscalls:sys_exit_read /args->ret > 0 && pid != 1/ { @bytes[comm, (1, 2)] += args->ret; }",
        "BEGIN { let $x; if $x == 1 { exit() } else if ($x) { $x++; } else { --@y; } $t = (1, \"a\\tb\", (true,), ()); }",
        "profile:hz:99, i:s:1, s:faults:100 { @[kstack(3)] = count(); $y = $1 ? (uint8)-$# : ~1_000; } // comment\n",
        "uprobe:/bin/bash:readline /pid / 2 == 1/ { @ = hist(nsecs - @start[tid]); delete(@start, tid); /* x */ }",
        "#include <a.h>\n#define A(x) \\\n x /* c */\nstruct s { int a:3; union { char *b[2]; }; void (*f)(int); };\ntypedef enum { A, B = 1 } e;"
                + "config = { a = 1; b = c }\nimport \"x\"; let @m = hash(1); macro m($a, @b, c) { if c { 1 } else { $a } }\n"
                + "fn f($a: int64): int64 { return $a; }\nname=begin { }",
        "begin { for ($i : 0..10) { break; continue } for ($kv : @m) { _ = 1; } while (1) { } unroll(3) { } return 1; }",
        "begin { $x = (struct s *[2])y; let $y: typeof(z) = { 1 }; print(if comptime a { 1 } else { 2 }, (a = 1, b = &$x));"
                + " print(sizeof(x[1]), offsetof(struct s, a.b), typeinfo(*$p), $a[1][2].x->y, c ?: d); import \"y\"; }",
        "rt:sched_*,t:*:*sw* { print(@, 0, 1000); clear(@x); $d = 1h + 0x1f + 017 + 1e6; } end { }",
    };
    private static final String[] TOKENS = {
        "begin",
        "t:sched:*",
        "tracepoint",
        ":",
        "::",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "/",
        "//",
        "/*",
        "*/",
        ",",
        ";",
        "$x",
        "$1",
        "$#",
        "$",
        "@",
        "@x",
        "1",
        "0x",
        "1e9",
        "5ms",
        "\"a\"",
        "\"",
        "\\",
        "if",
        "else",
        "let",
        "while",
        "struct",
        "union {",
        "enum e {",
        "typedef",
        "config",
        "macro m(",
        "fn",
        "import",
        "for (",
        "unroll",
        "return",
        "break",
        "comptime",
        "sizeof(",
        "offsetof",
        "typeof(",
        "typeinfo",
        "_ =",
        "#include",
        "#define",
        "\\\n",
        "(struct s *)",
        "int8[",
        "string[64]",
        "..",
        "? :",
        "a",
        "pid",
        "args",
        ".",
        "->",
        "..",
        "=",
        "+=",
        "==",
        "!=",
        "++",
        "--",
        "+",
        "-",
        "*",
        "%",
        "&",
        "|",
        "^",
        "<<",
        ">>=",
        "!",
        "~",
        "?",
        "\n",
        " ",
        "\t",
        "#",
        "'",
        "\u0000",
        "\u00e9",
        "\ud83d\ude00",
        "\ud800",
        "(uint8)",
        "(int32)-",
        "i:s:1",
        "p:hz:99",
        "s:cs"
    };

    private final RecordedTarget target = Recording.target();

    private void compile(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source("stdin", text), diagnostics);
        ResolveOptions options = ResolveOptions.DEFAULT.withParameters(List.of("1", "abc"));
        ResolvedScript resolved = Resolver.resolve(script, target, options, diagnostics);
        for (Diagnostic diagnostic : diagnostics.all()) {
            Span span = diagnostic.span();
            assertThat(span.start()).isBetween(0, span.end());
            assertThat(span.end()).isLessThanOrEqualTo(text.length());
        }
        String printed = new DiagnosticPrinter(true).print(diagnostics);
        assertThat(printed.isEmpty()).isEqualTo(diagnostics.all().isEmpty());
        String tree = AstPrinter.print(script);
        String source = SourcePrinter.print(script);
        Diagnostics formatting = new Diagnostics();
        String formatted = Formatter.format(new Source("stdin", text), formatting);
        if (!formatting.hasErrors()) {
            assertThat(AstPrinter.print(Parser.parse(new Source("stdin", formatted), formatting)))
                    .isEqualTo(tree);
            assertThat(Formatter.format(new Source("stdin", formatted), formatting))
                    .isEqualTo(formatted);
        }
        if (!diagnostics.hasErrors()) {
            assertThat(resolved.probes()).isNotEmpty();
            Diagnostics again = new Diagnostics();
            assertThat(AstPrinter.print(Parser.parse(new Source("stdin", source), again)))
                    .isEqualTo(tree);
        }
    }

    private void run(int rounds, long seed, Function<Random, String> make) {
        Random random = new Random(seed);
        String[] last = {""};
        try {
            // Far more than it takes: only what hangs, or takes quadratic time, comes near.
            Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                for (int round = 0; round < rounds; round++) {
                    last[0] = make.apply(random);
                    compile(last[0]);
                }
            });
        } catch (Throwable failure) {
            throw new AssertionError("failed on: " + last[0], failure);
        }
    }

    @Test
    void randomBytes() {
        run(20_000, 11, random -> {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            return new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        });
    }

    @Test
    void randomTokens() {
        run(40_000, 12, random -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "begin { " : "");
            for (int count = random.nextInt(40); count > 0; count--) {
                text.append(TOKENS[random.nextInt(TOKENS.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            }
            return text.toString();
        });
    }

    @Test
    void changedPrograms() {
        run(60_000, 13, random -> {
            StringBuilder text = new StringBuilder(PROGRAMS[random.nextInt(PROGRAMS.length)]);
            if (random.nextInt(4) == 0) {
                text.append('\n').append(PROGRAMS[random.nextInt(PROGRAMS.length)]);
            }
            for (int change = 1 + random.nextInt(4); change > 0 && !text.isEmpty(); change--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                switch (random.nextInt(5)) {
                    case 0 -> text.delete(at, end);
                    case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
                    case 2 -> text.insert(at, text.substring(at, end));
                    case 3 -> text.setCharAt(at, (char) random.nextInt(128));
                    default -> text.setLength(at);
                }
            }
            return text.toString();
        });
    }

    @Test
    void bigPrograms() {
        run(60, 14, random -> {
            String unit = TOKENS[random.nextInt(TOKENS.length)] + TOKENS[random.nextInt(TOKENS.length)];
            return (random.nextBoolean() ? "begin { " : "") + unit.repeat(100_000);
        });
    }
}
