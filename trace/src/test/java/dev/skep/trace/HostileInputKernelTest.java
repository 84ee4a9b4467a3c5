package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the traced system must not be able to do: forge output, fill memory, lose events in silence. */
@Tag("kernel")
class HostileInputKernelTest {
    private static Workload workload;

    @BeforeAll
    static void start() {
        Rights.assume();
        workload = Workload.start();
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void controlCharactersAreEscapedOnTerminals() {
        workload.name(new byte[] {'a', 27, '[', '2', 'J', '\n', (byte) 0xff});
        long path = workload.text("/x\r\u009b\u202e");
        String script = "t:syscalls:sys_enter_openat /pid == " + workload.pid()
                + "/ { printf(\"%s\\t%s\\n\", comm, str(args.filename)); @[comm] = count(); }";
        try (ScriptRun run = ScriptRun.onTerminal(script)) {
            workload.call("openat", 1, -100, path);
            assertThat(run.finish())
                    .isEqualTo("a\\x1b[2J\\x0a\\xff\t/x\\x0d\\xc2\\x9b\\xe2\\x80\\xae\n@[a\\x1b[2J\\x0a\\xff]: 1\n");
        }
        try (ScriptRun run = ScriptRun.start(script)) {
            workload.call("openat", 1, -100, path);
            run.finish();
            assertThat(((Value.Str) run.sink().events.getFirst().getFirst()).bytes())
                    .isEqualTo(new byte[] {'a', 27, '[', '2', 'J', '\n', (byte) 0xff});
        }
        workload.name((byte) 'w');
    }

    @Test
    void theScriptsOwnTextIsNotEscaped() {
        try (ScriptRun run = ScriptRun.onTerminal(
                "BEGIN { print(\"a\\n\"); printf(\"%s|%s|%d|%s\\n\", \"\\x1b[1m\", comm, 5, \"\\t\"); print((\"x\", \"\\n\")); }")) {
            String[] lines = run.finish().split("\n", -1);
            assertThat(lines[0]).isEqualTo("a");
            assertThat(lines[1]).isEmpty();
            assertThat(lines[2]).startsWith("\u001b[1m|").endsWith("|5|\t");
        }
    }

    @Test
    void aFullMapIsReported() {
        int keys = 5000;
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_lseek /pid == " + workload.pid()
                + "/ { @[args.fd] = count(); @all = count(); }")) {
            for (int fd = 0; fd < keys; fd++) {
                workload.call("lseek", 1, 10_000 + fd, 0, 99);
            }
            run.finish();
            assertThat(run.session().map("@all").get()).isEqualTo(new AggregateValue.Count(keys));
            assertThat(run.session().map("@").entries()).hasSize(4096);
            assertThat(run.sink().lost(Notice.Kind.UPDATES)).isEqualTo(keys - 4096);
        }
    }

    @Test
    void exitIsHeardThroughAFlood() {
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_lseek /pid == " + workload.pid()
                + "/ { printf(\"%d %s\\n\", args.offset, comm); if (args.fd == 7) { exit(3); } }")) {
            workload.call("lseek", 150_000, 9999, 5, 99);
            workload.call("lseek", 1, 7, 5, 99); // no room for its events
            run.session().run();
            assertThat(run.session().exitCode()).isEqualTo(3);
            assertThat(run.sink().events.size() + run.sink().lost(Notice.Kind.EVENTS))
                    .isEqualTo(150_001);
        }
    }

    @Test
    void eventsThatFindNoRoomAreCounted() {
        int calls = 150_000;
        try (ScriptRun run = ScriptRun.start("t:syscalls:sys_enter_lseek /pid == " + workload.pid()
                + "/ { printf(\"%d %s\\n\", args.offset, comm); }")) {
            workload.call("lseek", calls, 9999, 5, 99); // nobody reads meanwhile
            run.finish();
            assertThat(run.sink().lost(Notice.Kind.EVENTS)).isPositive();
            assertThat(run.sink().events.size() + run.sink().lost(Notice.Kind.EVENTS))
                    .isEqualTo(calls);
        }
    }
}
