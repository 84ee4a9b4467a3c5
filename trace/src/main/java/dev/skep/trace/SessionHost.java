package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import java.util.List;

/** Does what events ask for: hands values to the sink, reads and clears maps, notes that the script wants to end. */
final class SessionHost implements Host {
    private final Sink sink;
    private final MapStore maps;
    private final FileReading files;
    private final Commands commands;
    private final TextBuffer text = new TextBuffer();
    private boolean exited;
    private boolean calledExit;
    private int exitCode;

    SessionHost(Sink sink, MapStore maps, FileReading files, Commands commands) {
        this.sink = sink;
        this.maps = maps;
        this.files = files;
        this.commands = commands;
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        sink.printf(format, values);
    }

    @Override
    public void print(Value value) {
        sink.print(value);
    }

    @Override
    public void printMap(String map, int top, long divisor) {
        sink.print(maps.read(map), top, divisor);
    }

    @Override
    public void printAndClear(String map, int top, long divisor) {
        sink.print(maps.take(map), top, divisor);
    }

    @Override
    public void clear(String map) {
        maps.clear(map);
    }

    @Override
    public void zero(String map) {
        maps.zero(map);
    }

    @Override
    public void time(String text) {
        sink.time(text);
    }

    @Override
    public void join(List<Value> words, String separator) {
        sink.join(words, separator);
    }

    @Override
    public void cat(FormatString path, List<Value> values) {
        files.show(bytes(path, values), sink);
    }

    @Override
    public void system(FormatString command, List<Value> values) {
        commands.run(bytes(command, values), sink);
    }

    private byte[] bytes(FormatString format, List<Value> values) {
        text.clear();
        format.render(values, text, Escaping.NONE);
        return text.toByteArray();
    }

    @Override
    public void exit(int code) {
        exited = true;
        calledExit = true;
        exitCode = code;
    }

    /** Whether exit() was called since {@link #resume}. */
    boolean exited() {
        return exited;
    }

    /** Whether exit() was called at all. */
    boolean calledExit() {
        return calledExit;
    }

    /** What exit() was called with last; 0 if it was not. */
    int exitCode() {
        return exitCode;
    }

    /** Lets events through again after exit(): those of the end probes. */
    void resume() {
        exited = false;
    }
}
