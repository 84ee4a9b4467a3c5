package dev.skep.lang.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    @ParameterizedTest
    @CsvSource({
        "pid, pid, 0",
        "PID, pid, 0",
        "pdi, pid, 1",
        "sched_swich, sched_switch, 1",
        "coutn, count, 1",
        "fielname, filename, 1",
        "abc, abd, 1",
        "ab, b, 1",
        "kitten, sitting, 3",
        "sys_enter_open, sys_enter_openat, 2",
    })
    void countsTypingErrors(String a, String b, int distance) {
        assertThat(Suggestions.distance(a, b, 4)).isEqualTo(distance);
    }

    @Test
    void givesUpOnWhatIsFar() {
        assertThat(Suggestions.distance("pid", "kstack", 2)).isEqualTo(3);
        assertThat(Suggestions.distance("ab", "cd", 2)).isEqualTo(3);
        assertThat(Suggestions.distance("x".repeat(100_000), "x".repeat(100_000), 4))
                .isEqualTo(5);
    }

    @Test
    void offersTheNearestFirst() {
        List<String> names = List.of("cat", "count", "counter", "clear", "amount");
        assertThat(Suggestions.near("countr", names)).containsExactly("count", "counter");
        assertThat(Suggestions.hints("countr", names)).containsExactly("did you mean 'count' or 'counter'?");
        assertThat(Suggestions.hints("zzz", names)).isEmpty();
        assertThat(Suggestions.near("count", List.of("count", "count"))).containsExactly("count");
    }

    @Test
    void offersThreeAtMost() {
        assertThat(Suggestions.near("ab1", List.of("ab2", "ab3", "ab4", "ab5"))).containsExactly("ab2", "ab3", "ab4");
        assertThat(Suggestions.didYouMean(List.of("a", "b", "c"))).containsExactly("did you mean 'a', 'b' or 'c'?");
    }
}
