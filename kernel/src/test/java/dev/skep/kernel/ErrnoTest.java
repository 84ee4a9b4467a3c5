package dev.skep.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void namesAndTexts() {
        assertThat(Errno.describe(Errno.ENOENT)).isEqualTo("no such file or directory (ENOENT)");
        assertThat(Errno.describe(Errno.EPERM)).isEqualTo("permission denied (EPERM)");
        assertThat(Errno.name(Errno.ENOTSUPP)).isEqualTo("ENOTSUPP");
        assertThat(Errno.name(73)).isEqualTo("EDOTDOT");
        assertThat(Errno.text(73)).isEqualTo("RFS specific error");
    }

    @Test
    void unknownNumbersAreShown() {
        assertThat(Errno.describe(4711)).isEqualTo("unknown error (errno 4711)");
        assertThat(Errno.describe(-1)).isEqualTo("unknown error (errno -1)");
    }

    @Test
    void constantsAgreeWithTheirNames() throws IllegalAccessException {
        for (var field : Errno.class.getFields()) {
            assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
        }
    }
}
