package dev.skep.trace;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes what a session sees as one JSON object a line ({@code docs/json.md}): {@code {"type": "printf", "data": "hi\n"}}.
 * Every line is UTF-8 and valid JSON, whatever the traced system calls its things. What cannot be written is thrown as
 * {@link UncheckedIOException}.
 */
public final class JsonSink implements Sink {
    private final Output out;
    private final OutputStream messages;
    private final JsonText json = new JsonText();
    private final TextBuffer scratch = new TextBuffer();

    /**
     * @param out what the script prints, its maps, how many probes are attached and what was lost
     * @param messages what is for a person and no machine to read
     */
    public JsonSink(OutputStream out, OutputStream messages, Buffering buffering) {
        this.out = new Output(out, buffering);
        this.messages = messages;
    }

    @Override
    public void attached(int probes) {
        counted("attached_probes", probes, "probes");
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        scratch.clear();
        format.render(values, scratch, Escaping.NONE);
        JsonText.string(begin("printf"), scratch);
        end();
    }

    @Override
    public void print(Value value) {
        json.value(begin("value"), value, 1);
        end();
    }

    @Override
    public void print(MapResult map, int top, long divisor) {
        TextBuffer text = begin(type(map));
        text.append('{');
        json.string(text, map.name());
        text.append(": ");
        entries(text, map.entries(), top, divisor == 0 ? 1 : divisor);
        text.append('}');
        end();
    }

    @Override
    public void time(String text) {
        json.string(begin("time"), text);
        end();
    }

    @Override
    public void join(List<Value> words, String separator) {
        scratch.clear();
        ValueText.join(scratch, words, separator, Escaping.NONE);
        JsonText.string(begin("join"), scratch);
        end();
    }

    @Override
    public void cat(byte[] content) {
        bytes("cat", content);
    }

    @Override
    public void system(byte[] output) {
        bytes("syscall", output);
    }

    private void bytes(String type, byte[] text) {
        scratch.clear();
        scratch.append(text);
        JsonText.string(begin(type), scratch);
        end();
    }

    @Override
    public void notice(Notice notice) {
        if (notice.kind() == Notice.Kind.EVENTS) {
            counted("lost_events", notice.count(), "events");
        } else if (notice.isLoss()) {
            TextBuffer text = out.text().append("{\"type\": \"runtime_error\", \"msg\": ");
            json.string(text, notice.message());
            JsonText.number(text.append(", \"count\": "), notice.count(), true);
            end();
        } else {
            message(notice.text());
        }
    }

    @Override
    public void end(List<MapResult> maps) {
        for (MapResult map : maps) {
            print(map, 0, 1);
        }
        out.write();
    }

    @Override
    public void flush() {
        out.flush();
    }

    private TextBuffer begin(String type) {
        return out.text().append("{\"type\": \"").append(type).append("\", \"data\": ");
    }

    private void end() {
        out.text().append("}\n");
        out.written();
    }

    /** The count stands twice: where bpftrace has it now, and where it had it before. */
    private void counted(String type, long count, String unit) {
        TextBuffer text = out.text();
        text.append("{\"type\": \"").append(type).append("\", \"count\": ");
        JsonText.number(text, count, true);
        text.append(", \"data\": {\"").append(unit).append("\": ");
        JsonText.number(text, count, true);
        text.append('}');
        end();
    }

    private void entries(TextBuffer text, List<MapResult.Entry> entries, int top, long divisor) {
        if (!entries.isEmpty() && entries.getFirst().key().isEmpty()) {
            json.value(text, entries.getFirst().value(), divisor);
            return;
        }
        int from = top <= 0 ? 0 : Math.max(0, entries.size() - top);
        text.append('{');
        for (int i = from; i < entries.size(); i++) {
            if (i > from) {
                text.append(", ");
            }
            json.key(text, entries.get(i).key());
            text.append(": ");
            json.value(text, entries.get(i).value(), divisor);
        }
        text.append('}');
    }

    private static String type(MapResult map) {
        Value value = map.entries().isEmpty() ? null : map.entries().getFirst().value();
        if (value instanceof AggregateValue.Hist || value instanceof AggregateValue.Lhist) {
            return "hist";
        }
        return value instanceof AggregateValue.Avg || value instanceof AggregateValue.Stats ? "stats" : "map";
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
