package dev.skep.lang.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatStringTest {
    private static final Type.Stack STACK = new Type.Stack(false, StackMode.BPFTRACE, 127);

    /** Expected texts: glibc 2.36's printf. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%d;-5;-5",
                "%d;4294967295;-1",
                "%u;-1;4294967295",
                "%lu;-1;18446744073709551615",
                "%ld;-9223372036854775808;-9223372036854775808",
                "%lld;1234567890123;1234567890123",
                "%jd;1234567890123;1234567890123",
                "%zd;1234567890123;1234567890123",
                "%td;1234567890123;1234567890123",
                "%d;1234567890123;1912276171",
                "%hd;98304;-32768",
                "%hhd;200;-56",
                "%hhu;511;255",
                "%x;81985529216486895;89abcdef",
                "%jx;81985529216486895;123456789abcdef",
                "%lx;81985529216486895;123456789abcdef",
                "%hhx;81985529216486895;ef",
                "%X;255;FF",
                "%#x;255;0xff",
                "%#x;0;0",
                "%#X;255;0XFF",
                "%o;8;10",
                "%#o;8;010",
                "%#o;0;0",
                "%#.0o;0;0",
                "%hho;511;377",
                "%i;42;42",
                "%5d;42;   42",
                "%-5d|;42;42   |",
                "%05d;42;00042",
                "%05d;-42;-0042",
                "%+d;42;+42",
                "%+d;-42;-42",
                "%+5d;3;   +3",
                "%+05d;3;+0003",
                "% d;7; 7",
                "% 5d;3;    3",
                "%-08d|;5;5       |",
                "%04x;10;000a",
                "%#010x;255;0x000000ff",
                "%.3d;5;005",
                "%8.3d;5;     005",
                "%08.3d;5;     005",
                "%.0d|;0;|",
                "%.d|;0;|",
                "%+.3d;5;+005",
                "%.5x;255;000ff",
                "%#.5x;255;0x000ff",
                "%c;65;A",
                "%5c;65;    A",
                "%-5c|;65;A    |",
                "%p;255;0xff",
                "%p;-1;0xffffffffffffffff",
                "%p;0;0x0",
                "%20p;255;                0xff",
                "%-20p|;255;0xff                |",
                "%010p;255;0x000000ff",
                "%s;1234567890123;1234567890123",
                "%5s;6;    6",
                "%-5s|;6;6    |",
                "100%%;;100%",
                "100%;;100%",
                "%y;;%y",
                "%5;;%5",
                "%-;;%-",
                "%d%;7;7%",
                "a%%b%dc%%;7;a%b7c%",
            })
    void integers(String format, String argument, String expected) {
        List<Value> values = argument == null ? List.of() : List.of(new Value.Int(Long.parseLong(argument), true));
        assertThat(render(format, values)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%s;abc;abc",
                "%10s;abc;       abc",
                "%-10s|;abc;abc       |",
                "%.2s;abc;ab",
                "%5.1s;abc;    a",
                "%.0s|;abc;|",
                "%.9s|;abc;abc|",
                "%r;abc;abc",
                "%rx;abc;\\x61\\x62\\x63",
                "%rh;abc;61 62 63",
                "%.2rh;abc;61 62",
                "%-12rh|;abc;61 62 63    |",
                "%rxx;a;\\x61x",
            })
    void strings(String format, String argument, String expected) {
        assertThat(render(format, List.of(string(argument)))).isEqualTo(expected);
    }

    @Test
    void anythingAsString() {
        assertThat(render("%s", List.of(new Value.Bool(true)))).isEqualTo("true");
        assertThat(render("%d", List.of(new Value.Bool(true)))).isEqualTo("1");
        assertThat(render("%s", List.of(new Value.Pointer(0xffff)))).isEqualTo("0xffff");
        assertThat(render("%x", List.of(new Value.Pointer(0xffff)))).isEqualTo("ffff");
        assertThat(render("%s", List.of(new Value.Int(-1, false)))).isEqualTo("18446744073709551615");
        assertThat(render(
                        "%12s|%.4s",
                        List.of(
                                new Value.Tuple(List.of(new Value.Int(1, true), string("a"))),
                                new Value.Tuple(List.of(new Value.Int(1, true), string("a"))))))
                .isEqualTo("      (1, a)|(1, ");
        assertThat(render("%d|%s", List.of(new AggregateValue.Count(7), new AggregateValue.Avg(-9, 2, true))))
                .isEqualTo("7|-4");
        assertThat(render("%s", List.of(new Value.Stack(STACK, 0, List.of(new Value.Frame(1, "f", 2, ""))))))
                .isEqualTo("\n        f+2\n");
    }

    @Test
    void stringsThatWereCutSaySo() {
        assertThat(render("%s|", List.of(new Value.Str(bytes("abc"), true)))).isEqualTo("abc..|");
    }

    @Test
    void widthAndPrecisionFromArguments() {
        assertThat(render("%*d|%-*d|%*d|", integers(5, 42, 5, 42, -5, 42))).isEqualTo("   42|42   |42   |");
        assertThat(render("%.*d|%.*d|%*.*d|", integers(3, 5, -1, 0, 6, 3, 5))).isEqualTo("005|0|   005|");
        assertThat(FormatString.parse("%*.*d %s").arity()).isEqualTo(4);
    }

    @Test
    void widthFromArgumentsIsBounded() {
        assertThat(render("%*d", integers(Long.MAX_VALUE, 1))).hasSize(Conversion.WIDEST);
        assertThat(render("%*d", integers(Long.MIN_VALUE, 1))).hasSize(Conversion.WIDEST);
        assertThat(render("%.*d", integers(Long.MAX_VALUE, 1))).hasSize(Conversion.WIDEST);
    }

    @Test
    void conversionsTellWhereTheyAre() {
        FormatString format = FormatString.parse("a %-5s%% %lx\n");
        assertThat(format.problems()).isEmpty();
        assertThat(format.text()).isEqualTo("a %-5s%% %lx\n");
        assertThat(format.conversions())
                .extracting(Conversion::start, Conversion::end, Conversion::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, 6, Conversion.Kind.STRING),
                        org.assertj.core.groups.Tuple.tuple(9, 12, Conversion.Kind.HEX));
    }

    @Test
    void refusesWhatIsNotSupported() {
        for (String letter : List.of("f", "e", "g", "a", "E", "F", "G", "A", "n", "gr")) {
            assertThat(FormatString.parse("ab %5.2" + letter + "x").problems())
                    .containsExactly(
                            new FormatProblem(-1, 3, 7 + letter.length(), "unsupported format specifier: " + letter));
        }
        assertThat(FormatString.parse("%4096d%.4096d").problems()).isEmpty();
        assertThat(FormatString.parse("%4097d").problems())
                .containsExactly(new FormatProblem(-1, 0, 6, "width and precision are at most 4096"));
        assertThat(FormatString.parse("%.99999999999999999999d").problems()).hasSize(1);
    }

    @Test
    void checksTheNumberOfArguments() {
        assertThat(messages("%d %d", Type.Int.INT32))
                .containsExactly("not enough arguments for format string (1 supplied, 2 expected)");
        assertThat(messages("%d", Type.Int.INT32, Type.Int.INT32))
                .containsExactly("too many arguments for format string (2 supplied, 1 expected)");
        Type[] many = new Type[128];
        java.util.Arrays.fill(many, Type.Int.INT32);
        assertThat(messages("%d".repeat(128), many)).containsExactly("a format takes at most 127 arguments");
    }

    @Test
    void checksTheTypesOfArguments() {
        Type string = new Type.Str(16);
        assertThat(messages("%d %s", string, string))
                .containsExactly("unsupported format specifier for type 'string[16]': d");
        assertThat(FormatString.parse("%s %x").check(List.of(string, string)))
                .containsExactly(new FormatProblem(1, 3, 5, "unsupported format specifier for type 'string[16]': x"));
        assertThat(messages("%*d", string, Type.Int.INT32))
                .containsExactly("'*' takes an integer, not a value of type 'string[16]'");
        assertThat(messages(
                        "%d %p %x",
                        Type.Bool.BOOL, new Type.Pointer(Type.Int.INT8, Type.AddressSpace.USER), Type.Int.INT8))
                .isEmpty();
        assertThat(messages("%s %s", new Type.Tuple(List.of(string)), STACK)).isEmpty();
        assertThat(messages("%d", new dev.skep.lang.type.Aggregate.Count())).isEmpty();
        assertThat(messages("%d", new dev.skep.lang.type.Aggregate.Hist(0)))
                .containsExactly("unsupported format specifier for type 'hist_0': d");
        assertThat(messages("%d %s %r", Type.Unknown.UNKNOWN, Type.Unknown.UNKNOWN, Type.Unknown.UNKNOWN))
                .isEmpty();
        assertThat(messages("%r", Type.Int.INT32)).containsExactly("unsupported format specifier for type 'int32': r");
    }

    @Test
    void tracedTextIsEscapedForTerminalsButTheFormatIsNot() {
        FormatString format = FormatString.parse("\t\u001b[1m%s\n%c\n");
        TextBuffer out = new TextBuffer();
        List<Value> values = List.of(string("a\u001b]0;x\u0007\nb"), new Value.Int(27, true));
        format.render(values, out, Escaping.TERMINAL);
        assertThat(out.toString()).isEqualTo("\t\u001b[1ma\\x1b]0;x\\x07\\x0ab\n\\x1b\n");
        out.clear();
        format.render(values, out, Escaping.NONE);
        assertThat(out.toString()).isEqualTo("\t\u001b[1ma\u001b]0;x\u0007\nb\n\u001b\n");
    }

    @Test
    void literalsAreStringsThatAreNotEscaped() {
        TextBuffer out = new TextBuffer();
        Value literal = new Value.Literal("a\n\udcffb");
        FormatString.parse("%s|%5.1s|%-6s|%rh")
                .render(List.of(literal, literal, literal, literal), out, Escaping.TERMINAL);
        assertThat(out.toByteArray())
                .isEqualTo(
                        "a\n?b|    a|a\n?b  |61 0a ff 62".replace('?', '\u00ff').getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void bytesThatAreNoTextPassThrough() {
        TextBuffer out = new TextBuffer();
        byte[] odd = {'a', (byte) 0xff, (byte) 0xc3};
        FormatString.parse("%s|ä\n").render(List.of(new Value.Str(odd)), out, Escaping.NONE);
        assertThat(out.toByteArray())
                .isEqualTo(new byte[] {'a', (byte) 0xff, (byte) 0xc3, '|', (byte) 0xc3, (byte) 0xa4, '\n'});
    }

    /** Any text is a format: parsing ends, spans are in order, and what has no problems can be rendered. */
    @Test
    void anyTextCanBeParsed() {
        java.util.Random random = new java.util.Random(7);
        String alphabet = "%%%%-+ #0*.123hljztLdiouxXcsprghaeyä\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            FormatString format = FormatString.parse(text.toString());
            int at = 0;
            for (Conversion conversion : format.conversions()) {
                assertThat(conversion.start()).isGreaterThanOrEqualTo(at);
                assertThat(text.charAt(conversion.start())).isEqualTo('%');
                at = conversion.end();
            }
            if (format.problems().isEmpty()) {
                List<Value> values = new ArrayList<>();
                for (Conversion conversion : format.conversions()) {
                    for (int left = conversion.arguments(); left > 0; left--) {
                        boolean buffer =
                                left == 1 && conversion.kind().letters().startsWith("r");
                        values.add(
                                buffer
                                        ? string("x\u0001")
                                        : new Value.Int(random.nextLong() >> random.nextInt(64), true));
                    }
                }
                render(text.toString(), values);
            }
        }
    }

    private static String render(String text, List<Value> values) {
        FormatString format = FormatString.parse(text);
        assertThat(format.problems()).isEmpty();
        assertThat(format.arity()).isEqualTo(values.size());
        TextBuffer out = new TextBuffer();
        format.render(values, out, Escaping.NONE);
        return out.toString();
    }

    private static List<String> messages(String text, Type... types) {
        return FormatString.parse(text).check(List.of(types)).stream()
                .map(FormatProblem::message)
                .toList();
    }

    private static List<Value> integers(long... numbers) {
        List<Value> values = new ArrayList<>();
        for (long number : numbers) {
            values.add(new Value.Int(number, true));
        }
        return values;
    }

    private static Value string(String text) {
        return new Value.Str(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
