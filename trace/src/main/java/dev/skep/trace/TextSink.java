package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.MapText;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes what a session sees as the language's users know it. What cannot be written is thrown as {@link
 * UncheckedIOException}: a reader that went away ends the session.
 */
public final class TextSink implements Sink {
    private final Output out;
    private final OutputStream messages;
    private final Escaping escaping;

    /**
     * @param out what the script prints, and its maps
     * @param messages how many probes are attached, and what was lost
     * @param escaping of what comes from the traced system, {@link Escaping#TERMINAL} if {@code out} is one
     */
    public TextSink(OutputStream out, OutputStream messages, Escaping escaping, Buffering buffering) {
        this.out = new Output(out, buffering);
        this.messages = messages;
        this.escaping = escaping;
    }

    @Override
    public void attached(int probes) {
        message(new TextBuffer().append("Attached ").decimal(probes).append(probes == 1 ? " probe\n" : " probes\n"));
    }

    @Override
    public void pinned(String path) {
        message(new TextBuffer().append("Program pinned to ").append(path).append('\n'));
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        format.render(values, out.text(), escaping);
        out.written();
    }

    @Override
    public void print(Value value) {
        ValueText.append(out.text(), value, escaping);
        out.text().append('\n');
        out.written();
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        MapText.append(out.text(), map, top, divisor, escaping);
        out.written();
    }

    @Override
    public void time(String text) {
        out.text().append(text);
        out.written();
    }

    @Override
    public void join(List<Value> words, String separator) {
        ValueText.join(out.text(), words, separator, escaping);
        out.text().append('\n');
        out.written();
    }

    @Override
    public void cat(byte[] content) {
        lines(content);
    }

    @Override
    public void system(byte[] output) {
        lines(output);
    }

    /** Text of several lines, of which everything but line breaks and tabs is escaped. */
    private void lines(byte[] text) {
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n' || text[at] == '\t') {
                escaping.append(out.text(), text, start, at);
                out.text().append(text[at]);
                start = at + 1;
            }
        }
        escaping.append(out.text(), text, start, text.length);
        out.written();
    }

    @Override
    public void notice(Notice notice) {
        message(notice.text());
    }

    @Override
    public void end(List<MapResult> maps) {
        out.text().append("\n\n");
        for (MapResult map : maps) {
            print(map, 0, 1);
        }
        out.write();
    }

    @Override
    public void flush() {
        out.flush();
    }

    private void message(TextBuffer message) {
        try {
            message.writeTo(messages);
            messages.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
