package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that trace their own output, and others that are as busy. */
@Tag("kernel")
class FeedbackKernelTest {
    private static final String PRINTS = " { printf(\"%d %s\\n\", pid, comm); }";

    @BeforeAll
    static void rights() {
        Rights.assume();
    }

    @Test
    void warnsOnceOfASessionThatTracesItsOwnOutput() throws Exception {
        long self = ProcessHandle.current().pid();
        try (OutputStream nowhere = new FileOutputStream("/dev/null");
                Tracer tracer = new Tracer()) {
            Told told = new Told(nowhere);
            try (Session session = open(tracer, "t:syscalls:sys_enter_write /pid == " + self + "/" + PRINTS, told)) {
                nowhere.write('x');
                for (int second = 0; second < 60 && told.warnings == 0; second++) {
                    pollFor(session, 1);
                }
                assertThat(told.warnings).as("after %d events", told.events).isEqualTo(1);
                assertThat(told.message).contains("Add the filter /comm != \"");
                pollFor(session, 4);
                assertThat(told.warnings).isEqualTo(1);
            }
        }
    }

    /** Another process writes as fast as a session that traces itself would, and in bursts. */
    @Test
    void saysNothingOfOthers() throws Exception {
        for (String pause : List.of("", "case $i in *00) sleep 0.02 ;; esac;")) {
            Process busy = new ProcessBuilder(
                            "sh", "-c", "i=0; while :; do i=$((i + 1)); echo x >/dev/null; " + pause + " done")
                    .start();
            try (OutputStream nowhere = new FileOutputStream("/dev/null");
                    Tracer tracer = new Tracer()) {
                Told told = new Told(nowhere);
                String script = "t:syscalls:sys_enter_write /pid == " + busy.pid() + "/" + PRINTS;
                try (Session session = open(tracer, script, told)) {
                    pollFor(session, 6);
                }
                assertThat(told.events).isGreaterThan(1000);
                assertThat(told.warnings).isZero();
            } finally {
                busy.destroyForcibly().waitFor();
            }
        }
    }

    private static Session open(Tracer tracer, String script, Sink sink) {
        return Session.open(tracer.kernel(), tracer.compile(script, CompileOptions.DEFAULT), Options.DEFAULT, sink);
    }

    private static void pollFor(Session session, int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            session.poll(Duration.ofMillis(100));
        }
    }

    /** Prints, and keeps what it is warned of. */
    private static final class Told implements Sink {
        private final TextSink text;
        private int warnings;
        private long events;
        private String message = "";

        Told(OutputStream out) {
            this.text = new TextSink(out, new ByteArrayOutputStream(), Escaping.NONE, Buffering.LINE);
        }

        @Override
        public void printf(FormatString format, List<Value> values) {
            events++;
            text.printf(format, values);
        }

        @Override
        public void notice(Notice notice) {
            if (notice.kind() == Notice.Kind.FEEDBACK) {
                warnings++;
                message = notice.message();
            }
        }

        @Override
        public void flush() {
            text.flush();
        }
    }
}
