package dev.skep.trace;

import dev.skep.lang.value.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** What a sink writes, gathered and written out as its {@link Buffering} says. */
final class Output {
    /** What has gathered is written out from here on, however it is buffered. */
    private static final int LARGE = 1 << 16;

    private final OutputStream out;
    private final Buffering buffering;
    private final TextBuffer text = new TextBuffer();

    Output(OutputStream out, Buffering buffering) {
        this.out = out;
        this.buffering = buffering;
    }

    /** What has gathered: the text of an event is appended here, and {@link #written} called. */
    TextBuffer text() {
        return text;
    }

    /** The text of an event is complete. */
    void written() {
        if (buffering == Buffering.NONE || text.length() >= LARGE) {
            write();
        }
    }

    /** No more events wait right now. */
    void flush() {
        if (buffering == Buffering.LINE) {
            write();
        }
    }

    /**
     * Writes out all that has gathered.
     *
     * @throws UncheckedIOException if it cannot be written; it is dropped then
     */
    void write() {
        if (text.length() == 0) {
            return;
        }
        try {
            text.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            text.clear();
        }
    }
}
