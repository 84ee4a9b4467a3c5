package dev.skep.trace;

import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A script that a test runs in the kernel: what it printed as text, and as values. */
final class ScriptRun implements AutoCloseable {
    private final Tracer tracer = new Tracer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TextSink text;
    private final RecordingSink recording = new RecordingSink();
    private final Session session;
    private int mapsAt = Integer.MAX_VALUE - 2;

    private ScriptRun(String script, CompileOptions options, Escaping escaping) {
        this.text = new TextSink(out, new ByteArrayOutputStream(), escaping, Buffering.LINE);
        this.session = Session.open(tracer.kernel(), tracer.compile(script, options), Options.DEFAULT, new Both());
    }

    /** Compiles and attaches. */
    static ScriptRun start(String script) {
        return start(script, CompileOptions.DEFAULT);
    }

    static ScriptRun start(String script, CompileOptions options) {
        return new ScriptRun(script, options, Escaping.NONE);
    }

    /** As it would be printed to a terminal. */
    static ScriptRun onTerminal(String script) {
        return new ScriptRun(script, CompileOptions.DEFAULT, Escaping.TERMINAL);
    }

    /** Runs a script that ends by itself, and returns what it printed. */
    static String text(String script) {
        try (ScriptRun run = start(script)) {
            run.session.run();
            return run.text();
        }
    }

    Session session() {
        return session;
    }

    RecordingSink sink() {
        return recording;
    }

    /** Ends the session and returns all that it printed, without the two line breaks before the maps. */
    String finish() {
        session.stop();
        session.run();
        return text();
    }

    /** What was printed so far, without the two line breaks before the maps. */
    String text() {
        byte[] all = out.toByteArray();
        int behind = Math.min(all.length, mapsAt + 2);
        return new String(all, 0, Math.min(all.length, mapsAt), StandardCharsets.UTF_8)
                + new String(all, behind, all.length - behind, StandardCharsets.UTF_8);
    }

    /** What a map's aggregate of a key is now. */
    AggregateValue aggregate(String map, Value... key) {
        if (session.map(map).get(key) instanceof AggregateValue aggregate) {
            return aggregate;
        }
        throw new AssertionError("no aggregate " + map + List.of(key) + " in\n" + session.map(map));
    }

    @Override
    public void close() {
        session.close();
        tracer.close();
    }

    private final class Both implements Sink {
        @Override
        public void attached(int probes) {
            recording.attached(probes);
        }

        @Override
        public void printf(FormatString format, List<Value> values) {
            recording.printf(format, values);
            text.printf(format, values);
        }

        @Override
        public void print(Value value) {
            recording.print(value);
            text.print(value);
        }

        @Override
        public void print(MapResult map, int top, long divisor) {
            recording.print(map, top, divisor);
            text.print(map, top, divisor);
        }

        @Override
        public void time(String time) {
            recording.time(time);
            text.time(time);
        }

        @Override
        public void join(List<Value> words, String separator) {
            recording.join(words, separator);
            text.join(words, separator);
        }

        @Override
        public void cat(byte[] content) {
            recording.cat(content);
            text.cat(content);
        }

        @Override
        public void system(byte[] output) {
            recording.system(output);
            text.system(output);
        }

        @Override
        public void notice(Notice notice) {
            recording.notice(notice);
        }

        @Override
        public void end(List<MapResult> maps) {
            recording.end(maps);
            mapsAt = out.size();
            text.end(maps);
        }

        @Override
        public void flush() {
            text.flush();
        }
    }
}
