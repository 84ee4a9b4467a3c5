package dev.skep.lang.evaluate;

import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;

/** Values as other types have them: in a variable, a key, a map, an event. */
final class Conversion {
    private Conversion() {}

    /** 0, an empty string, a tuple of these: what a variable begins as, and what a missing element reads as. */
    static Value zero(Type type) {
        return switch (type) {
            case Type.Str string -> new Value.Str(new byte[0]);
            case Type.Stack stack -> Evaluator.STACK;
            case Type.Buffer buffer -> new Value.Buffer(new byte[0]);
            case Type.Array array -> Bytes.as(new byte[array.size()], array);
            case Type.Tuple tuple ->
                Parts.make(
                        tuple, tuple.elements().stream().map(Conversion::zero).toList());
            default -> Integers.of(0, type);
        };
    }

    /** A value in the type of the place that it goes to, which holds all values of its own type. */
    static Value as(Value value, Type type) {
        return switch (type) {
            case Type.Str string -> string((Value.Str) value, string);
            case Type.Tuple tuple -> Parts.change(value, tuple, Conversion::as);
            case Type.Stack stack -> value;
            case Type.Buffer buffer -> value;
            case Type.Array array -> value;
            default -> Integers.of(Integers.bits(value), type);
        };
    }

    private static Value string(Value.Str value, Type.Str type) {
        if (value.bytes().length >= type.capacity()) {
            throw new IllegalStateException("'" + value + "' does not fit a " + type.text());
        }
        return value;
    }

    /**
     * A value as user space reads it: a string that fills a capacity which the script did not choose may have been cut.
     *
     * @param limit that capacity
     */
    static Value read(Value value, Type type, int limit) {
        return switch (type) {
            case Type.Str string -> {
                byte[] bytes = ((Value.Str) value).bytes();
                yield new Value.Str(bytes, string.capacity() == limit && bytes.length == limit - 1);
            }
            case Type.Tuple tuple -> Parts.change(value, tuple, (part, of) -> read(part, of, limit));
            default -> value;
        };
    }
}
