package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StringLiteralTest {

    private static Ast.StringLiteral parse(String literal) {
        return (Ast.StringLiteral) Programs.expression(literal);
    }

    @Test
    void replacesEscapes() {
        assertThat(parse("\"a\\n\\t\\r\\\"\\\\b\"").value()).isEqualTo("a\n\t\r\"\\b");
        assertThat(parse("\"\\033[31m\\x1b\\x41\\0\\101\"").value()).isEqualTo("\033[31m\033A\0A");
        assertThat(parse("\"\\1234\\x414\"").value()).isEqualTo("S4A4");
    }

    @Test
    void leavesPrintfFormatsAlone() {
        assertThat(parse("\"%s %-16d %% // { } /* @x $y */\"").value()).isEqualTo("%s %-16d %% // { } /* @x $y */");
    }

    @Test
    void escapesMayGiveAnyByte() {
        assertThat(parse("\"\\xff\\x80é\"").bytes())
                .isEqualTo(new byte[] {(byte) 0xff, (byte) 0x80, (byte) 0xc3, (byte) 0xa9});
        // Bytes that are UTF-8 are the text they spell.
        assertThat(parse("\"\\xe2\\x94\\x80\"").value()).isEqualTo("─");
        assertThat(parse("\"\\303\\251\"").value()).isEqualTo("é");
        // No text can pose as stray bytes: a surrogate's own three bytes stay three.
        assertThat(parse("\"\\xed\\xb3\\xbf\"").bytes()).isEqualTo(new byte[] {(byte) 0xed, (byte) 0xb3, (byte) 0xbf});
        assertThat(parse("\"😀\"").bytes()).isEqualTo("😀".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anyBytesComeBack() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            Ast.StringLiteral literal = Ast.StringLiteral.of(bytes, Programs.NOWHERE);
            assertThat(literal.bytes()).isEqualTo(bytes);
            String printed = SourcePrinter.print(literal);
            assertThat(parse(printed).bytes()).as(printed).isEqualTo(bytes);
        }
    }

    @Test
    void refusesOtherEscapes() {
        for (String escape : new String[] {"\\q", "\\8", "\\x", "\\xg", "\\777", "\\'"}) {
            Diagnostic found = Programs.onlyError("begin { print(\"" + escape + "\"); }");
            assertThat(found.code()).isEqualTo(Code.BAD_ESCAPE);
            assertThat(found.span().text()).startsWith("\\");
        }
    }

    @Test
    void endsOnItsLine() {
        Diagnostic found = Programs.onlyError("begin { print(\"abc); }\n");
        assertThat(found.code()).isEqualTo(Code.UNTERMINATED_STRING);
        assertThat(found.span().text()).isEqualTo("\"abc); }");
    }
}
