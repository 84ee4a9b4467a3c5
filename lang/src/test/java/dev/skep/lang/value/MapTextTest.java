package dev.skep.lang.value;

import static dev.skep.lang.value.Values.count;
import static dev.skep.lang.value.Values.entry;
import static dev.skep.lang.value.Values.hist;
import static dev.skep.lang.value.Values.map;
import static dev.skep.lang.value.Values.number;
import static dev.skep.lang.value.Values.stack;
import static dev.skep.lang.value.Values.string;
import static dev.skep.lang.value.Values.tuple;
import static dev.skep.lang.value.Values.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts are those that bpftrace prints, without the space behind the title of a histogram that 0.17 has. */
class MapTextTest {

    @Test
    void scalars() {
        assertThat(text(entry(number(-5)))).isEqualTo("@: -5\n");
        assertThat(text(entry(unsigned(-1)))).isEqualTo("@: 18446744073709551615\n");
        assertThat(text(entry(string("str")))).isEqualTo("@: str\n");
        assertThat(text(entry(new Value.Bool(true)))).isEqualTo("@: true\n");
        assertThat(text(entry(new Value.Pointer(0xffff)))).isEqualTo("@: 0xffff\n");
        assertThat(text(entry(tuple(number(1), string("s"), tuple(number(2), number(3))))))
                .isEqualTo("@: (1, s, (2, 3))\n");
        assertThat(text(entry(count(7)))).isEqualTo("@: 7\n");
        assertThat(text(entry(new AggregateValue.Sum(-4, true)))).isEqualTo("@: -4\n");
        assertThat(text(entry(new AggregateValue.Sum(-1, false)))).isEqualTo("@: 18446744073709551615\n");
        assertThat(text(entry(new AggregateValue.Avg(7, 2, true)))).isEqualTo("@: 3\n");
        assertThat(text(entry(new AggregateValue.Avg(-3, 2, true)))).isEqualTo("@: -1\n");
        assertThat(text(entry(new AggregateValue.Stats(7, 2, true))))
                .isEqualTo("@: { .count = 2, .average = 3, .total = 7 }\n");
        assertThat(text(entry(stack("f", "g")))).isEqualTo("@: \n        f+0\n        g+1\n\n");
    }

    @Test
    void nothingForAnEmptyMap() {
        assertThat(text()).isEmpty();
    }

    @Test
    void keys() {
        assertThat(text(entry(count(5), number(1), string("x")))).isEqualTo("@[1, x]: 5\n");
        assertThat(text(entry(number(1), number(1), tuple(number(2), string("z")))))
                .isEqualTo("@[1, (2, z)]: 1\n");
        assertThat(text(entry(count(1), stack("f", "g")))).isEqualTo("@[\n        f+0\n        g+1\n]: 1\n");
        assertThat(text(entry(count(1), stack("f"), number(5)))).isEqualTo("@[\n        f+0\n, 5]: 1\n");
        assertThat(text(entry(count(1), stack()))).isEqualTo("@[\n]: 1\n");
        assertThat(text(entry(
                        count(1),
                        new Value.Stack(Values.KERNEL, 0, List.of(new Value.Frame(0x7f0f7e11e24aL, "", 0, ""))))))
                .isEqualTo("@[\n        0x7f0f7e11e24a\n]: 1\n");
    }

    @Test
    void histogram() {
        assertThat(text(entry(hist(0, 0, 1, 1, 1, 4, 1, 6, 3)))).isEqualTo("""
                        @:
                        (..., 0)               1 |@@@@@@@@@@@@@@@@@                                   |
                        [0]                    1 |@@@@@@@@@@@@@@@@@                                   |
                        [1]                    0 |                                                    |
                        [2, 4)                 0 |                                                    |
                        [4, 8)                 1 |@@@@@@@@@@@@@@@@@                                   |
                        [8, 16)                0 |                                                    |
                        [16, 32)               3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                        """);
    }

    @Test
    void histogramLabelsUpToTheLast() {
        String bar = " |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n";
        assertThat(text(entry(hist(0, 11, 1)))).isEqualTo("@:\n[512, 1K)              1" + bar + "\n");
        assertThat(text(entry(hist(0, 12, 1)))).isEqualTo("@:\n[1K, 2K)               1" + bar + "\n");
        assertThat(text(entry(hist(0, 22, 1)))).isEqualTo("@:\n[1M, 2M)               1" + bar + "\n");
        assertThat(text(entry(hist(0, 32, 1)))).isEqualTo("@:\n[1G, 2G)               1" + bar + "\n");
        assertThat(text(entry(hist(0, 42, 1)))).isEqualTo("@:\n[1T, 2T)               1" + bar + "\n");
        assertThat(text(entry(hist(0, 52, 1)))).isEqualTo("@:\n[1P, 2P)               1" + bar + "\n");
        assertThat(text(entry(hist(0, 65, 1)))).isEqualTo("@:\n[8E, 16E)              1" + bar + "\n");
    }

    @Test
    void histogramInParts() {
        assertThat(text(entry(hist(2, 1, 1, 8, 2, 9, 2, 10, 1, 13, 1)))).isEqualTo("""
                        @:
                        [0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                        [1]                    0 |                                                    |
                        [2]                    0 |                                                    |
                        [3]                    0 |                                                    |
                        [4]                    0 |                                                    |
                        [5]                    0 |                                                    |
                        [6]                    0 |                                                    |
                        [7]                    2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                        [8, 10)                2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                        [10, 12)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                        [12, 14)               0 |                                                    |
                        [14, 16)               0 |                                                    |
                        [16, 20)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

                        """);
        for (int bits = 0; bits <= 5; bits++) {
            int last = hist(bits).counts().length - 1;
            assertThat(text(entry(hist(bits, last, 1)))).contains("[").contains(", ");
        }
    }

    @Test
    void histogramsOfHugeCounts() {
        assertThat(text(entry(hist(0, 1, Long.MAX_VALUE, 2, Long.MAX_VALUE / 2))))
                .contains("|" + "@".repeat(52) + "|")
                .containsAnyOf("|" + "@".repeat(26) + " ", "|" + "@".repeat(25) + " ");
    }

    @Test
    void keyedHistograms() {
        assertThat(text(entry(hist(0, 4, 1), number(1)), entry(hist(0, 3, 2), number(2))))
                .isEqualTo("""
                        @[1]:
                        [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                        @[2]:
                        [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                        """);
    }

    @Test
    void linearHistogram() {
        assertThat(text(entry(new AggregateValue.Lhist(0, 10, 2, new long[] {1, 0, 2, 0, 0, 0, 1}))))
                .isEqualTo("""
                        @:
                        (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
                        [0, 2)                 0 |                                                    |
                        [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
                        [4, 6)                 0 |                                                    |
                        [6, 8)                 0 |                                                    |
                        [8, 10)                0 |                                                    |
                        [10, ...)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

                        """);
    }

    @Test
    void linearHistogramLabels() {
        String bar = " |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n";
        assertThat(text(entry(new AggregateValue.Lhist(0, 4096, 1024, new long[] {0, 1, 1, 0, 0, 1}))))
                .isEqualTo("@:\n[0, 1K)                1" + bar + "[1K, 2K)               1" + bar
                        + "[2K, 3K)               0 |" + " ".repeat(52) + "|\n"
                        + "[3K, 4K)               0 |" + " ".repeat(52) + "|\n"
                        + "[4K, ...)              1" + bar + "\n");
        assertThat(text(entry(new AggregateValue.Lhist(3000, 5000, 1000, new long[] {0, 1, 0, 0}))))
                .isEqualTo("@:\n[3000, 4000)           1" + bar + "\n");
        assertThat(text(entry(new AggregateValue.Lhist(-1, 2, 2, new long[] {0, 0, 1, 0}))))
                .isEqualTo("@:\n[1, 2)                 1" + bar + "\n");
        assertThat(text(entry(new AggregateValue.Lhist(-1048576, 0, 1048576, new long[] {0, 1, 0}))))
                .isEqualTo("@:\n[-1M, 0)               1" + bar + "\n");
    }

    @Test
    void whatStandsInTheScriptIsNotEscaped() {
        TextBuffer out = new TextBuffer();
        ValueText.append(out, tuple(new Value.Literal("\u001b\n"), string("\n")), Escaping.TERMINAL);
        assertThat(out.toString()).isEqualTo("(\u001b\n, \\x0a)");
    }

    @Test
    void valuesAndMapsAreTheirText() {
        assertThat(map(entry(count(2), string("a"), tuple(number(-1), string("b")))))
                .hasToString("@[a, (-1, b)]: 2\n");
        assertThat(hist(0, 3, 1)).hasToString("[2, 4)                 1 |" + "@".repeat(52) + "|\n");
        assertThat(List.of(string("x"), unsigned(-1), new Value.Pointer(16)))
                .hasToString("[x, 18446744073709551615, 0x10]");
    }

    @Test
    void topKeepsTheLastEntries() {
        MapResult map = map(entry(number(5), number(1)), entry(number(3), number(2)), entry(number(4), number(3)));
        assertThat(text(map, 2, 1)).isEqualTo("@[3]: 4\n@[1]: 5\n");
        assertThat(text(map, 3, 1)).isEqualTo("@[2]: 3\n@[3]: 4\n@[1]: 5\n");
        assertThat(text(map, 99, 1)).isEqualTo("@[2]: 3\n@[3]: 4\n@[1]: 5\n");
        assertThat(text(map, 0, 1)).isEqualTo("@[2]: 3\n@[3]: 4\n@[1]: 5\n");
    }

    @Test
    void numbersAreDivided() {
        assertThat(text(map(entry(number(5), number(3))), 0, 2)).isEqualTo("@[3]: 2\n");
        assertThat(text(map(entry(number(-5), number(3))), 0, 2)).isEqualTo("@[3]: -2\n");
        assertThat(text(map(entry(unsigned(-1), number(3))), 0, 2)).isEqualTo("@[3]: 9223372036854775807\n");
        assertThat(text(map(entry(new AggregateValue.Avg(90, 3, true))), 0, 10)).isEqualTo("@: 3\n");
        assertThat(text(map(entry(string("s"))), 0, 10)).isEqualTo("@: s\n");
        assertThat(text(map(entry(number(5))), 0, 0)).isEqualTo("@: 5\n");
        assertThat(text(map(entry(hist(0, 1, 1, 2, 2))), 0, 2)).isEqualTo("""
                        @:
                        [0]                    0 |                                                    |
                        [1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

                        """);
        assertThat(text(map(entry(new AggregateValue.Lhist(0, 1, 1, new long[] {0, 4, 0}))), 0, 2))
                .startsWith("@:\n[0, 1)                 4 |");
    }

    @Test
    void tracedKeysAndValuesAreEscaped() {
        TextBuffer out = new TextBuffer();
        MapText.append(out, map(entry(string("\u001b"), string("a\nb"))), 0, 1, Escaping.TERMINAL);
        assertThat(out.toString()).isEqualTo("@[a\\x0ab]: \\x1b\n");
    }

    private static String text(MapResult.Entry... entries) {
        return text(map(entries), 0, 1);
    }

    private static String text(MapResult map, int top, long divisor) {
        TextBuffer out = new TextBuffer();
        MapText.append(out, map, top, divisor, Escaping.NONE);
        return out.toString();
    }
}
