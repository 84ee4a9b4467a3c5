package dev.skep.cli;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import dev.skep.trace.Notice;
import dev.skep.trace.Sink;
import java.util.List;

/**
 * {@code -q}: all but how many probes are attached. What was lost is still said: the output would be wrong without it.
 *
 * @param to where the rest goes
 */
record Quiet(Sink to) implements Sink {
    @Override
    public void printf(FormatString format, List<Value> values) {
        to.printf(format, values);
    }

    @Override
    public void print(Value value) {
        to.print(value);
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        to.print(map, top, divisor);
    }

    @Override
    public void time(String text) {
        to.time(text);
    }

    @Override
    public void join(List<Value> words, String separator) {
        to.join(words, separator);
    }

    @Override
    public void cat(byte[] content) {
        to.cat(content);
    }

    @Override
    public void system(byte[] output) {
        to.system(output);
    }

    @Override
    public void notice(Notice notice) {
        to.notice(notice);
    }

    @Override
    public void end(List<MapResult> maps) {
        to.end(maps);
    }

    @Override
    public void flush() {
        to.flush();
    }
}
