package dev.skep.lang.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

/** What fails comes out small. */
class ShrinkerTest {
    private static final String SCRIPT = """
            begin { @a[1] = 2; if (pid > 3) { @b = hist(tid * (3 + 4), 2); print((1, "text")); } else { @c = count(); } }
            rawtracepoint:generated /args.wide > 3/ { @b = hist(args.deep, 2); }
            """;

    @Test
    void keepsWhatFails() {
        Throwable error = catchThrowable(() -> Shrinker.check(new Case(1, SCRIPT), made -> {
            Stages.check(made);
            if (made.text().contains("args.deep")) {
                throw new AssertionError("deep");
            }
        }));
        assertThat(error).isInstanceOf(AssertionError.class).hasMessageContaining(SCRIPT);
        assertThat(shown(error))
                .isEqualTo("rawtracepoint:generated\n{\n  @b = args.deep;\n}\njava.lang.AssertionError: deep");
    }

    @Test
    void keepsTheWayItFails() {
        Throwable error = catchThrowable(() -> Shrinker.check(new Case(1, SCRIPT), made -> {
            Stages.check(made);
            if (made.text().contains("hist(")) {
                throw new AssertionError("a histogram");
            }
            throw new IllegalStateException("another failure");
        }));
        assertThat(shown(error)).contains("hist(").hasSizeLessThan(90);
    }

    @Test
    void leavesWhatDoesNotFail() {
        Shrinker.check(new Case(1, SCRIPT), Stages::check);
    }

    private static String shown(Throwable error) {
        String mark = "which is in short:\n";
        String message = String.valueOf(error.getMessage());
        return message.substring(message.indexOf(mark) + mark.length());
    }
}
