package dev.skep.lang.evaluate;

import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values as they lie in memory, little-endian: what casts between arrays, strings and numbers go by. */
final class Bytes {
    private Bytes() {}

    /** The bytes of a value, as many as its type has. */
    static byte[] of(Value value, Type type) {
        byte[] bytes = new byte[type.size()];
        if (value instanceof Value.Str text) {
            System.arraycopy(text.bytes(), 0, bytes, 0, text.bytes().length);
        } else if (value instanceof Value.Array array) {
            Type element = ((Type.Array) type).element();
            for (int i = 0; i < array.elements().size(); i++) {
                byte[] part = of(array.elements().get(i), element);
                System.arraycopy(part, 0, bytes, i * part.length, part.length);
            }
        } else {
            long bits = Integers.bits(value);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bits >>> 8 * i);
            }
        }
        return bytes;
    }

    /** The value of these bytes; those that are missing are 0, those that are too many are cut off. */
    static Value as(byte[] bytes, Type type) {
        return switch (type) {
            case Type.Str string -> Texts.cut(Arrays.copyOf(bytes, string.capacity()), 0, string.capacity());
            case Type.Buffer buffer -> new Value.Buffer(Arrays.copyOf(bytes, buffer.capacity()));
            case Type.Array array -> {
                int size = array.element().size();
                List<Value> elements = new ArrayList<>();
                for (int i = 0; i < array.count(); i++) {
                    elements.add(as(Arrays.copyOfRange(bytes, i * size, (i + 1) * size), array.element()));
                }
                yield new Value.Array(elements);
            }
            default -> {
                long bits = 0;
                for (int i = Math.min(bytes.length, type.size()) - 1; i >= 0; i--) {
                    bits = bits << 8 | bytes[i] & 0xff;
                }
                yield Integers.of(bits, type);
            }
        };
    }
}
