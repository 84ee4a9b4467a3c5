package dev.skep.lang.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, anything, true",
        "sys_*, sys_enter, true",
        "sys_*, nosys_enter, false",
        "*open*, sys_enter_openat, true",
        "*open, sys_enter_openat, false",
        "a*b*c, aXXbYYc, true",
        "a*b*c, aXXbYYcd, false",
        "**a**, xax, true",
        "[vw]fs, vfs, true",
        "[vw]fs, wfs, true",
        "[vw]fs, xfs, false",
        "[a-c]1, b1, true",
        "[a-c]1, d1, false",
        "[!a-c]1, d1, true",
        "[^a-c]1, b1, false",
        "*[0-9], read64, true",
        "[ab, '[ab', true",
        "[ab, a, false",
        "a[, 'a[', true",
        "[a-], -, true",
        "[-a], -, true",
    })
    void matches(String pattern, String name, boolean expected) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void tellsWildcards() {
        assertThat(Glob.isWildcard("a*")).isTrue();
        assertThat(Glob.isWildcard("[ab]")).isTrue();
        assertThat(Glob.isWildcard("[ab")).isFalse();
        assertThat(Glob.isWildcard("]a[")).isFalse();
        assertThat(Glob.isWildcard("plain_1")).isFalse();
    }

    @Test
    void agreesWithRegularExpressions() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            String pattern = text(random, "ab*");
            String name = text(random, "ab");
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);
            assertThat(new Glob(pattern).matches(name))
                    .as("%s %s", pattern, name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void manyStarsTakeNoLongerThanPatternTimesName() {
        assertThat(new Glob("*a".repeat(1_000) + "b").matches("a".repeat(10_000)))
                .isFalse();
    }

    private static String text(Random random, String letters) {
        StringBuilder out = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }
}
