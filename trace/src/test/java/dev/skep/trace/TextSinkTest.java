package dev.skep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextSinkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void attachedProbesAndNoticesAreMessages() {
        TextSink sink = sink(Buffering.LINE);
        sink.attached(1);
        sink.attached(12);
        sink.notice(Notice.of(Notice.Kind.EVENTS, 5));
        sink.notice(Notice.of(Notice.Kind.UPDATES, 3));
        assertThat(messages).hasToString("""
                        Attached 1 probe
                        Attached 12 probes
                        Lost 5 events
                        WARNING: Map full; can't update element. Try increasing max_map_keys config or manually setting \
                        the max entries in a map declaration e.g. `let @a = hash(5000)` (lost 3 updates)
                        """);
        sink.flush();
        assertThat(out.size()).isZero();
    }

    @Test
    void printsWhatTheScriptPrints() {
        TextSink sink = sink(Buffering.LINE);
        sink.printf(FormatString.parse("%s|%d\n"), List.of(string("a"), new Value.Int(5, true)));
        sink.print(new Value.Int(7, true));
        sink.print(counts("@x", 1, 2, 3), 2, 1);
        sink.flush();
        assertThat(out).hasToString("a|5\n7\n@x[1]: 2\n@x[2]: 3\n");
    }

    @Test
    void printsWhatUserSpaceDid() {
        TextSink sink = new TextSink(out, messages, Escaping.TERMINAL, Buffering.NONE);
        sink.time("08:00\n");
        sink.join(List.of(string("a"), string("b\n")), "\t");
        sink.cat("x\ty\u0000\n".getBytes(StandardCharsets.UTF_8));
        sink.system("\u001b[31m".getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("08:00\na\tb\\x0a\nx\ty\\x00\n\\x1b[31m");
        sink.notice(new Notice(Notice.Kind.ACTION, 1, "failed to open file '\u001b[31m': No such file"));
        assertThat(messages).hasToString("ERROR: failed to open file '\\x1b[31m': No such file\n");
    }

    @Test
    void mapsComeBehindTwoLineBreaks() {
        TextSink sink = sink(Buffering.FULL);
        sink.end(List.of(counts("@a", 4), counts("@b", 5)));
        assertThat(out).hasToString("\n\n@a[0]: 4\n@b[0]: 5\n");
    }

    @Test
    void linesAreWrittenWhenNoMoreEventsWait() {
        TextSink sink = sink(Buffering.LINE);
        sink.print(new Value.Int(1, true));
        assertThat(out.size()).isZero();
        sink.flush();
        assertThat(out).hasToString("1\n");
    }

    @Test
    void fullBufferingWaitsForMuchOrTheEnd() {
        TextSink sink = sink(Buffering.FULL);
        sink.print(new Value.Int(1, true));
        sink.flush();
        assertThat(out.size()).isZero();
        sink.print(string("x".repeat(1 << 16)));
        assertThat(out.size()).isEqualTo(2 + (1 << 16) + 1);
        sink.print(new Value.Int(2, true));
        sink.end(List.of());
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("x\n2\n\n\n");
    }

    @Test
    void noBufferingWritesEveryEvent() {
        TextSink sink = sink(Buffering.NONE);
        sink.print(new Value.Int(1, true));
        assertThat(out).hasToString("1\n");
    }

    @Test
    void tracedTextIsEscaped() {
        TextSink sink = new TextSink(out, messages, Escaping.TERMINAL, Buffering.NONE);
        sink.printf(FormatString.parse("\u001b[1m%s\n"), List.of(string("\u001b[2J")));
        sink.print(string("\n"));
        assertThat(out).hasToString("\u001b[1m\\x1b[2J\n\\x0a\n");
    }

    @Test
    void aReaderThatWentAwayIsAnError() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        TextSink sink = new TextSink(gone, messages, Escaping.NONE, Buffering.NONE);
        assertThatThrownBy(() -> sink.print(new Value.Int(1, true)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Broken pipe");
    }

    private TextSink sink(Buffering buffering) {
        return new TextSink(out, messages, Escaping.NONE, buffering);
    }

    private static Value string(String text) {
        return new Value.Str(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MapResult counts(String name, long... counts) {
        MapResult.Entry[] entries = new MapResult.Entry[counts.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new MapResult.Entry(List.of(new Value.Int(i, true)), new AggregateValue.Count(counts[i]));
        }
        return new MapResult(name, List.of(entries));
    }
}
