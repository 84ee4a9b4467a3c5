package dev.skep.trace;

import dev.skep.kernel.ring.RecordHandler;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.EventSchema;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import dev.skep.lang.value.ValueReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Reads each event as its schema says and runs its action. What comes after exit() is dropped. */
final class EventDecoder implements RecordHandler {
    private final Shape[] shapes;
    private final ValueReader reader;
    private final SessionHost host;

    EventDecoder(List<EventSchema> schemas, ValueReader reader, SessionHost host) {
        this.shapes = new Shape[schemas.size()];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = new Shape(schemas.get(i));
        }
        this.reader = reader;
        this.host = host;
    }

    @Override
    public void accept(ByteBuffer memory, int at, int length) {
        if (host.exited()) {
            return;
        }
        int id = memory.getInt(at);
        if (id < 0 || id >= shapes.length) {
            throw new IllegalStateException("an event has id " + id + "; the script has " + shapes.length + " kinds");
        }
        Shape shape = shapes[id];
        Value[] values = new Value[shape.fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.read(shape.fields[i], memory, at + shape.offsets[i]);
        }
        shape.action.run(Arrays.asList(values), host);
    }

    /** A schema, ready for reading millions of events. */
    private static final class Shape {
        private final Type[] fields;
        private final int[] offsets;
        private final Action action;

        Shape(EventSchema schema) {
            this.fields = schema.fields().toArray(new Type[0]);
            this.offsets = new int[fields.length];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = schema.offsets().get(i);
            }
            this.action = schema.action();
        }
    }
}
