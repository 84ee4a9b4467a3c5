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
    private static final int LARGE = 1 << 16;

    private final OutputStream out;
    private final OutputStream messages;
    private final Escaping escaping;
    private final Buffering buffering;
    private final TextBuffer buffer = new TextBuffer();

    /**
     * @param out what the script prints, and its maps
     * @param messages how many probes are attached, and what was lost
     * @param escaping of what comes from the traced system, {@link Escaping#TERMINAL} if {@code out} is one
     */
    public TextSink(OutputStream out, OutputStream messages, Escaping escaping, Buffering buffering) {
        this.out = out;
        this.messages = messages;
        this.escaping = escaping;
        this.buffering = buffering;
    }

    @Override
    public void attached(int probes) {
        message(new TextBuffer().append("Attached ").decimal(probes).append(probes == 1 ? " probe\n" : " probes\n"));
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        format.render(values, buffer, escaping);
        written();
    }

    @Override
    public void print(Value value) {
        ValueText.append(buffer, value, escaping);
        buffer.append('\n');
        written();
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        MapText.append(buffer, map, top, divisor, escaping);
        written();
    }

    @Override
    public void notice(Notice notice) {
        String severity = notice.kind() == Notice.Kind.EVENTS ? "" : "WARNING: ";
        message(new TextBuffer().append(severity).append(notice.message()).append('\n'));
    }

    @Override
    public void end(List<MapResult> maps) {
        buffer.append("\n\n");
        for (MapResult map : maps) {
            print(map, 0, 1);
        }
        write();
    }

    @Override
    public void flush() {
        if (buffering == Buffering.LINE) {
            write();
        }
    }

    private void written() {
        if (buffering == Buffering.NONE || buffer.length() >= LARGE) {
            write();
        }
    }

    private void write() {
        if (buffer.length() == 0) {
            return;
        }
        try {
            buffer.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            buffer.clear();
        }
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
