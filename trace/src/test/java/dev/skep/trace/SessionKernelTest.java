package dev.skep.trace;

import static dev.skep.trace.HandMadeScript.code;
import static dev.skep.trace.HandMadeScript.count;
import static dev.skep.trace.HandMadeScript.onlyIn;
import static dev.skep.trace.HandMadeScript.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.JumpOp;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.kernel.program.ProgramInfo;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a session, by scripts in assembly. */
@Tag("kernel")
class SessionKernelTest {
    private static final int EVENTS = 5000;

    private final KernelTarget kernel = new KernelTarget();
    private final RecordingSink sink = new RecordingSink();
    private final HandMadeScript script = new HandMadeScript();

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

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void beginEventsEndInOrder() {
        int print = script.printing();
        int last = script.event((values, host) -> host.exit(3));
        Assembler everyCall = send(onlyIn(workload.pid()).mov(Register.R7, 2L), print, Register.R7);
        script.begin(send(code().mov(Register.R7, 1L), print, Register.R7))
                .systemCall("getppid", count(everyCall, "counts", 0))
                .systemCall("getpgid", send(onlyIn(workload.pid()).mov(Register.R7, 0L), last, Register.R7))
                .end(send(code().mov(Register.R7, 3L), print, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            assertThat(sink.text).hasToString("1 ");
            assertThat(sink.attached).isEqualTo(4);
            workload.call("getppid", 5);
            workload.call("getpgid", 1);
            workload.call("getppid", 7);
            assertThat(session.map("@").get()).isEqualTo(new AggregateValue.Count(12));
            session.run();
            assertThat(session.exitCode()).isEqualTo(3);
        }
        assertThat(sink.text).hasToString("1 2 2 2 2 2 3 ");
        assertThat(sink.maps).containsExactly(counted(12));
        assertThat(sink.notices).isEmpty();
    }

    @Test
    void exitInBeginAttachesNothing() {
        int exit = script.event((values, host) -> host.exit(0));
        int print = script.printing();
        script.begin(send(code().mov(Register.R7, 0L), exit, Register.R7))
                .begin(send(code().mov(Register.R7, 1L), print, Register.R7))
                .systemCall("getppid", count(onlyIn(workload.pid()), "counts", 0))
                .end(send(code().mov(Register.R7, 2L), print, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            workload.call("getppid", 5);
            assertThat(session.poll(Duration.ofDays(1))).isFalse();
            session.run();
        }
        assertThat(sink.attached).isEqualTo(3);
        assertThat(sink.text).hasToString("2 ");
        assertThat(sink.maps).isEmpty();
        assertThat(sink.ended).isTrue();
    }

    @Test
    void onlyBeginAndEndEndByThemselves() {
        int print = script.printing();
        script.begin(send(code().mov(Register.R7, 1L), print, Register.R7))
                .begin(send(code().mov(Register.R7, 2L), print, Register.R7))
                .end(send(code().mov(Register.R7, 3L), print, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            session.run();
            assertThat(session.exitCode()).isZero();
        }
        assertThat(sink.text).hasToString("1 2 3 ");
    }

    @Test
    void stopHandsOutWhatIsThere() throws InterruptedException {
        int print = script.printing();
        script.systemCall("getppid", send(onlyIn(workload.pid()).mov(Register.R7, 7L), print, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            workload.call("getppid", 3);
            Thread other = Thread.ofPlatform().start(session::stop);
            session.run();
            other.join();
        }
        assertThat(sink.text).hasToString("7 7 7 ");
    }

    @Test
    void stopBeforeRunAndAfterClose() {
        script.systemCall("getppid", count(onlyIn(workload.pid()), "counts", 0));
        Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink);
        session.stop();
        session.run();
        session.run();
        session.close();
        session.close();
        session.stop();
        assertThat(sink.ended).isTrue();
    }

    @Test
    void interruptingTheThreadEndsTheSession() {
        script.systemCall("getppid", count(onlyIn(workload.pid()), "counts", 0));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            Thread.currentThread().interrupt();
            assertThat(session.poll(Duration.ofDays(1))).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void pollReturnsAfterItsTime() {
        script.systemCall("getppid", send(onlyIn(workload.pid()).mov(Register.R7, 7L), script.printing(), Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            assertThat(session.poll(Duration.ZERO)).isTrue();
            assertThat(session.poll(Duration.ofMillis(20))).isTrue();
            assertThat(sink.text.length()).isZero();
            workload.call("getppid", 1);
            assertThat(session.poll(Duration.ZERO)).isTrue();
            assertThat(sink.text).hasToString("7 ");
        }
    }

    @Test
    void printedAndLostAreAllThereWere() {
        int print = script.printing();
        Assembler code = code().mov(Register.R7, 0L);
        Label loop = code.newLabel();
        send(code.bind(loop), print, Register.R7);
        code.add(Register.R7, 1).branch(JumpOp.LT, Register.R7, EVENTS, loop);
        script.begin(code);
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            session.run();
        }
        assertThat(sink.lost(Notice.Kind.EVENTS)).isPositive();
        assertThat(sink.events).hasSizeGreaterThan(1000);
        assertThat(sink.events.size() + sink.lost(Notice.Kind.EVENTS)).isEqualTo(EVENTS);
        assertThat(sink.events.getFirst()).containsExactly(new Value.Int(0, true));
    }

    @Test
    void clearsAndPrintsInTheOrderOfEvents() {
        int print = script.event((values, host) -> host.printMap("@", 0, 1));
        int clear = script.event((values, host) -> host.clear("@"));
        Assembler both = count(onlyIn(workload.pid()), "counts", 0).mov(Register.R7, 0L);
        script.systemCall("getppid", send(send(both, print, Register.R7), clear, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            workload.call("getppid", 3);
            session.poll(Duration.ZERO);
            workload.call("getppid", 1);
            session.poll(Duration.ZERO);
            session.stop();
            session.run();
        }
        assertThat(sink.printed).containsExactly(counted(3), empty(), empty(), counted(1));
        assertThat(sink.maps).isEmpty();
    }

    @Test
    void twoSessionsAtOnce() {
        script.systemCall("getppid", count(onlyIn(workload.pid()), "counts", 0));
        HandMadeScript other = new HandMadeScript();
        other.systemCall("getppid", count(onlyIn(workload.pid()), "counts", 0));
        RecordingSink otherSink = new RecordingSink();
        try (Session first = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            workload.call("getppid", 10);
            try (Session second = Session.open(kernel, other.build(), Options.DEFAULT, otherSink)) {
                workload.call("getppid", 100);
                second.end();
            }
            workload.call("getppid", 1000);
            first.end();
        }
        assertThat(sink.maps).containsExactly(counted(1110));
        assertThat(otherSink.maps).containsExactly(counted(100));
    }

    @Test
    void aSinkThatThrowsEndsTheSession() {
        int print = script.event((values, host) -> {
            throw new IllegalStateException("full");
        });
        script.systemCall("getppid", send(onlyIn(workload.pid()).mov(Register.R7, 7L), print, Register.R7));
        try (Session session = Session.open(kernel, script.build(), Options.DEFAULT, sink)) {
            workload.call("getppid", 1);
            assertThatThrownBy(session::run).hasMessage("full");
        }
        assertThat(programs()).isZero();
        assertThat(sink.ended).isFalse();
    }

    @Test
    void whatCannotBeAttachedLeavesNothing() {
        script.systemCall("getppid", count(code(), "counts", 0)).systemCall("nosuchcall", code());
        CompiledScript compiled = script.build();
        assertThatThrownBy(() -> Session.open(kernel, compiled, Options.DEFAULT, sink))
                .hasMessageContaining("syscalls:sys_enter_nosuchcall");
        assertThat(programs()).isZero();
    }

    /** How many programs of this test there are in the kernel. */
    private static long programs() {
        return Arrays.stream(ProgramInfo.ids())
                .mapToObj(ProgramInfo::ofId)
                .filter(info -> info != null && info.name().startsWith(HandMadeScript.OWN))
                .count();
    }

    private static MapResult counted(long count) {
        return new MapResult("@", List.of(new MapResult.Entry(List.of(), new AggregateValue.Count(count))));
    }

    private static MapResult empty() {
        return new MapResult("@", List.of());
    }
}
