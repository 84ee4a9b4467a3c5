package dev.skep.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms are bpftrace's. */
class StackTextTest {
    private static final Value.Frame NAMED = new Value.Frame(0x401126, "function1", 16, "/usr/bin/my program");
    private static final Value.Frame MAPPED = new Value.Frame(0x401000, "", 0, "/usr/bin/my program");
    private static final Value.Frame UNKNOWN = new Value.Frame(0x7f0f7e11e24aL, "", 0, "");

    private static String text(boolean user, StackMode mode, Value.Frame... frames) {
        return new Value.Stack(new Type.Stack(user, mode, 127), 1, List.of(frames)).toString();
    }

    @Test
    void bpftrace() {
        for (boolean user : new boolean[] {true, false}) {
            assertThat(text(user, StackMode.BPFTRACE, NAMED, MAPPED, UNKNOWN))
                    .isEqualTo("\n        function1+16\n        0x401000\n        0x7f0f7e11e24a\n");
        }
    }

    @Test
    void perf() {
        assertThat(text(true, StackMode.PERF, NAMED, MAPPED, UNKNOWN)).isEqualTo("""

                        \t401126 function1+16 (/usr/bin/my program)
                        \t401000 0x401000 (/usr/bin/my program)
                        \t7f0f7e11e24a 0x7f0f7e11e24a ([unknown])
                        """);
        assertThat(text(false, StackMode.PERF, new Value.Frame(-4096, "do_sys_open", 7, "")))
                .isEqualTo("\n\tfffffffffffff000 do_sys_open+7\n");
    }

    @Test
    void raw() {
        assertThat(text(true, StackMode.RAW, NAMED, UNKNOWN)).isEqualTo("\n401126\n7f0f7e11e24a\n");
    }

    @Test
    void buildId() {
        Value.Frame known = new Value.Frame(0, "", 0x1126, "cc1fb4".repeat(6) + "2135");
        assertThat(text(true, StackMode.BUILD_ID, known, UNKNOWN))
                .isEqualTo("\n" + "cc1fb4".repeat(6) + "2135 0x1126\n0x7f0f7e11e24a\n");
    }

    @Test
    void noFrames() {
        for (StackMode mode : StackMode.values()) {
            assertThat(text(true, mode)).isEqualTo("\n");
        }
    }

    /** Symbols and paths are the traced program's. */
    @Test
    void hostileNames() {
        TextBuffer out = new TextBuffer();
        Value.Frame frame = new Value.Frame(1, "f\u001b[2J", 0, "/tmp/\u001b]0;x\u0007");
        ValueText.append(
                out, new Value.Stack(new Type.Stack(true, StackMode.PERF, 1), 1, List.of(frame)), Escaping.TERMINAL);
        assertThat(out.toString()).isEqualTo("\n\t1 f\\x1b[2J+0 (/tmp/\\x1b]0;x\\x07)\n");
    }

    /** Equal stacks of two processes are two keys; their order is that of the processes. */
    @Test
    void stacksOfTwoProcesses() {
        Type.Stack type = new Type.Stack(true, StackMode.BPFTRACE, 127);
        Value.Stack one = new Value.Stack(type, 1, List.of(NAMED));
        Value.Stack two = new Value.Stack(type, 2, List.of(NAMED));
        assertThat(one).isNotEqualTo(two).isEqualTo(new Value.Stack(type, 1, List.of(NAMED)));
        MapResult map =
                new MapResult("@", List.of(Values.entry(Values.count(3), two), Values.entry(Values.count(3), one)));
        assertThat(map.entries().getFirst().key()).isEqualTo(List.of(one));
        assertThat(new Value.Stack(type, 1, List.of())).isNotEqualTo(new Value.Stack(type, 2, List.of()));
    }
}
