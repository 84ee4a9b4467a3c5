package dev.skep.lang.evaluate;

import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Values that are made of others: tuples, and records, whose elements have names. */
final class Parts {
    private Parts() {}

    static boolean has(Value value) {
        return value instanceof Value.Tuple || value instanceof Value.Record;
    }

    static List<Value> of(Value value) {
        return value instanceof Value.Record record ? record.elements() : ((Value.Tuple) value).elements();
    }

    /** A tuple or a record, as the type says. */
    static Value make(Type.Tuple type, List<Value> elements) {
        return type.isRecord() ? new Value.Record(type.names(), elements) : new Value.Tuple(elements);
    }

    /** The same with something done to each part, by its type. */
    static Value change(Value value, Type.Tuple type, BiFunction<Value, Type, Value> change) {
        List<Value> before = of(value);
        List<Value> after = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            after.add(change.apply(before.get(i), type.elements().get(i)));
        }
        return make(type, after);
    }
}
