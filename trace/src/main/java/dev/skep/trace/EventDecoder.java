package dev.skep.trace;

import dev.skep.kernel.ring.RecordHandler;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads each event as its schema says and runs its action. What comes after exit() is dropped. */
final class EventDecoder implements RecordHandler {
    private final List<EventSchema> schemas;
    private final ValueReader reader;
    private final SessionHost host;

    EventDecoder(List<EventSchema> schemas, ValueReader reader, SessionHost host) {
        this.schemas = schemas;
        this.reader = reader;
        this.host = host;
    }

    @Override
    public void accept(ByteBuffer record) {
        if (host.exited()) {
            return;
        }
        int id = record.getInt(0);
        if (id < 0 || id >= schemas.size()) {
            throw new IllegalStateException("an event has id " + id + "; the script has " + schemas.size() + " kinds");
        }
        EventSchema schema = schemas.get(id);
        List<Value> values = new ArrayList<>(schema.fields().size());
        for (int i = 0; i < schema.fields().size(); i++) {
            values.add(
                    reader.read(schema.fields().get(i), record, schema.offsets().get(i)));
        }
        schema.action().run(values, host);
    }
}
