package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps back what begin probes say until everything is attached, and then lets all through: a script that says "Tracing..."
 * at its begin is tracing when that is read. What it says is bounded by the ring buffer.
 */
final class HeldSink implements Sink {
    private final Sink sink;
    private final List<Runnable> held = new ArrayList<>();
    private boolean released;

    HeldSink(Sink sink) {
        this.sink = sink;
    }

    /** Lets through what was kept back, and all that comes. */
    void release() {
        released = true;
        held.forEach(Runnable::run);
        held.clear();
    }

    private void pass(Runnable call) {
        if (released) {
            call.run();
        } else {
            held.add(call);
        }
    }

    @Override
    public void attached(int probes) {
        sink.attached(probes);
    }

    @Override
    public void pinned(String path) {
        sink.pinned(path);
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        if (released) {
            sink.printf(format, values);
        } else {
            held.add(() -> sink.printf(format, values));
        }
    }

    @Override
    public void print(Value value) {
        pass(() -> sink.print(value));
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        pass(() -> sink.print(map, top, divisor));
    }

    @Override
    public void time(String text) {
        pass(() -> sink.time(text));
    }

    @Override
    public void join(List<Value> words, String separator) {
        pass(() -> sink.join(words, separator));
    }

    @Override
    public void cat(byte[] content) {
        pass(() -> sink.cat(content));
    }

    @Override
    public void system(byte[] output) {
        pass(() -> sink.system(output));
    }

    @Override
    public void notice(Notice notice) {
        sink.notice(notice);
    }

    @Override
    public void end(List<MapResult> maps) {
        sink.end(maps);
    }

    @Override
    public void flush() {
        if (released) {
            sink.flush();
        }
    }
}
