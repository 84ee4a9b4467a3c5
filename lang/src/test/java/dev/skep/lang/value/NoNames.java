package dev.skep.lang.value;

import dev.skep.lang.type.Type;
import java.nio.ByteBuffer;
import java.util.List;

/** Renders stacks as one frame, whose address is the id, and all else as the number that lies there. */
public class NoNames implements ValueReader.Names {
    @Override
    public Value.Stack stack(Type.Stack type, long id) {
        return new Value.Stack(type, Type.Stack.process(id), List.of(new Value.Frame(id, "", type.limit(), "")));
    }

    @Override
    public Value.Text text(Type.Rendered type, ByteBuffer in, int at) {
        long number = type.size() >= Long.BYTES ? in.getLong(at) : in.get(at);
        return new Value.Text(number, type.text() + " " + number);
    }
}
