package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals that this process sends to itself. */
@Tag("kernel")
class SignalKernelTest {
    @BeforeAll
    static void assume() {
        Rights.assume();
    }

    private static void send(String signal) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("/bin/kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }

    @Test
    void eachSignalRunsItsProbes() throws Exception {
        try (ScriptRun run = ScriptRun.start("begin { printf(\"begin\\n\"); }"
                + " self:signal:SIGUSR1 { printf(\"%s %d\\n\", probe, pid); @ = count(); }"
                + " self:signal:SIGUSR1, self:signal:SIGWINCH { printf(\"second %s\\n\", probe); }"
                + " end { printf(\"end\\n\"); }")) {
            assertThat(run.sink().attached).isEqualTo(5);
            for (String signal : new String[] {"USR1", "WINCH", "USR1"}) {
                int before = run.sink().events.size();
                send(signal);
                while (run.sink().events.size() == before) {
                    assertThat(run.session().poll(Duration.ofSeconds(10))).isTrue();
                }
            }
            long pid = ProcessHandle.current().pid();
            String first = "self:signal:SIGUSR1 " + pid + "\nsecond self:signal:SIGUSR1\n";
            assertThat(run.finish())
                    .isEqualTo("begin\n" + first + "second self:signal:SIGWINCH\n" + first + "end\n@: 2\n");
        }
    }

    @Test
    void exitEndsTheSession() throws Exception {
        try (ScriptRun run = ScriptRun.start("self:signal:SIGUSR1 { @ = 7; exit(3); }")) {
            send("USR1");
            run.session().run();
            assertThat(run.session().exitCode()).isEqualTo(3);
            assertThat(run.text()).isEqualTo("@: 7\n");
        }
    }

    /** Without a probe that sends events, there is no ring buffer to wait at. */
    @Test
    void aSessionThatOnlyWaitsCanBeStopped() throws Exception {
        try (ScriptRun run = ScriptRun.start("self:signal:SIGWINCH { @++; }")) {
            Thread reader = Thread.ofPlatform().start(run.session()::run);
            send("WINCH");
            while (!run.session().map("@").toString().contains("1")) {
                Thread.onSpinWait();
            }
            run.session().stop();
            reader.join();
            assertThat(run.text()).isEqualTo("@: 1\n");
        }
    }

    @Test
    void afterwardsASignalMeansWhatItDid() throws Exception {
        int[] seen = new int[1];
        try (var _ = dev.skep.kernel.process.SignalWatch.on("SIGUSR1", () -> {
            synchronized (seen) {
                seen[0]++;
                seen.notifyAll();
            }
        })) {
            try (ScriptRun run = ScriptRun.start("self:signal:SIGUSR1 { exit(); }")) {
                send("USR1");
                run.session().run();
            }
            synchronized (seen) {
                assertThat(seen[0]).isZero();
                send("USR1");
                while (seen[0] == 0) {
                    seen.wait(10_000);
                }
                assertThat(seen[0]).isEqualTo(1);
            }
        }
    }
}
