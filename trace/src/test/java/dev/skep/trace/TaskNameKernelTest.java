package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code comm}, which is loaded from the task as two words, for names of all lengths. */
@Tag("kernel")
class TaskNameKernelTest {
    private static final Path NAME = Path.of("/proc/thread-self/comm");

    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    @Test
    void namesOfAllLengths() throws IOException {
        String before = Files.readString(NAME).strip();
        try {
            for (int length = 1; length < 16; length++) {
                // What may be left behind the NUL is not part of the name.
                Files.writeString(NAME, "zzzzzzzzzzzzzzz");
                String name = "abcdefghijklmno".substring(0, length);
                Files.writeString(NAME, name);
                assertThat(
                                ScriptRun.text(
                                        "begin { print(comm); printf(\"%s|%d\\n\", comm, comm == \"" + name + "\");"
                                                + " @[pid, comm] = 1; print(@[pid, \"" + name
                                                + "\"]); print(curtask->comm == comm);"
                                                + " @n[curtask->comm, 5] = 1; print(@n[comm, 5]); clear(@n); printf(\"%s|%d\\n\", curtask->comm, 7); clear(@); }"))
                        .isEqualTo(name + "\n" + name + "|1\n1\ntrue\n1\n" + name + "|7\n");
            }
        } finally {
            Files.writeString(NAME, before);
        }
    }
}
