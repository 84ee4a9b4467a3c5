package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a session gives out. */
class RecordingSink implements Sink {
    final TextBuffer text = new TextBuffer();
    final List<List<Value>> events = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    final List<MapResult> printed = new ArrayList<>();
    List<MapResult> maps = List.of();
    int attached = -1;
    boolean ended;

    @Override
    public void attached(int probes) {
        attached = probes;
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        events.add(values);
        format.render(values, text, Escaping.NONE);
    }

    @Override
    public void print(Value value) {
        events.add(List.of(value));
        ValueText.append(text, value, Escaping.NONE);
        text.append('\n');
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        printed.add(map);
    }

    @Override
    public void time(String text) {
        this.text.append(text);
    }

    @Override
    public void join(List<Value> words, String separator) {
        events.add(words);
    }

    @Override
    public void cat(byte[] content) {
        text.append(content);
    }

    @Override
    public void system(byte[] output) {
        text.append(output);
    }

    @Override
    public void notice(Notice notice) {
        notices.add(notice);
    }

    @Override
    public void end(List<MapResult> maps) {
        this.maps = maps;
        ended = true;
    }

    /** How much of a kind was reported lost. */
    long lost(Notice.Kind kind) {
        return notices.stream()
                .filter(notice -> notice.kind() == kind)
                .mapToLong(Notice::count)
                .sum();
    }
}
