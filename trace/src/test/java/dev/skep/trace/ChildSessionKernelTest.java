package dev.skep.trace;

import static dev.skep.trace.HandMadeScript.count;
import static dev.skep.trace.HandMadeScript.onlyIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.value.AggregateValue;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that start a command, or watch a process. */
@Tag("kernel")
class ChildSessionKernelTest {
    @BeforeAll
    static void rights() {
        Rights.assume();
    }

    @Test
    void seesTheCommandFromItsFirstCallAndEndsWithIt() throws Exception {
        RecordingSink sink = new RecordingSink();
        try (KernelTarget kernel = new KernelTarget()) {
            ChildProcess child = ChildProcess.prepare(List.of("sh", "-c", "exit 5"));
            HandMadeScript script = new HandMadeScript();
            script.systemCall("execve", count(onlyIn(child.pid()), "counts", 0));
            try (Session session = Session.open(kernel, script.build(), Options.DEFAULT.withChild(child), sink)) {
                session.run();
                assertThat(session.exitCode()).isZero();
                assertThat(child.exitCode()).isEqualTo(5);
            }
        }
        assertThat(sink.maps.getFirst().get()).isEqualTo(new AggregateValue.Count(1));
    }

    @Test
    void endsWithTheWatchedProcess() throws Exception {
        RecordingSink sink = new RecordingSink();
        Process watched = new ProcessBuilder("sleep", "1000").start();
        HandMadeScript script = new HandMadeScript();
        script.systemCall("getppid", count(onlyIn(watched.pid()), "counts", 0));
        try (KernelTarget kernel = new KernelTarget();
                Session session = Session.open(
                        kernel, script.build(), Options.DEFAULT.withWatched(WatchedProcess.of(watched.pid())), sink)) {
            watched.destroyForcibly().waitFor();
            session.run();
            assertThat(session.exitCode()).isZero();
        }
        assertThat(sink.ended).isTrue();
    }
}
