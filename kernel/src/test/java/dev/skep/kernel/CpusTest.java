package dev.skep.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpusTest {
    @Test
    void listsAndRanges() {
        assertThat(Cpus.parse("0\n")).containsExactly(0);
        assertThat(Cpus.parse("0-3,8,10-11")).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(Cpus.parse("5-5")).containsExactly(5);
        assertThat(Cpus.parse("\n")).isEmpty();
        assertThat(Cpus.parse("0-1023")).hasSize(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "-",
                "0-",
                "-1",
                "1,",
                ",1",
                "3-1",
                "1,1",
                "1-2,2",
                "0,,1",
                "99999999999",
                "0-99999999",
                "1 2",
                "0x1"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Cpus.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void anyTextIsParsedOrRefused() {
        Random random = new Random(1);
        String alphabet = "0123456789,-- \n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(Cpus.parse(text.toString())).isSorted().doesNotHaveDuplicates();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("not a CPU list");
            }
        }
    }

    @Test
    void thisMachineHasSome() {
        assertThat(Cpus.online()).isNotEmpty();
        assertThat(Cpus.possible()).isGreaterThanOrEqualTo(Cpus.online().length);
    }
}
