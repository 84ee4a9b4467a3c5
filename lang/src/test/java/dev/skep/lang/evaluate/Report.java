package dev.skep.lang.evaluate;

import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.List;

/** One thing that user space did because of an event, with all that it was given. */
public sealed interface Report {
    record Printf(String format, List<Value> values) implements Report {}

    record Print(Value value) implements Report {}

    record PrintMap(MapResult map, int top, long divisor) implements Report {}

    record Clear(String map) implements Report {}

    record Zero(String map) implements Report {}

    record Time(String text) implements Report {}

    record Join(List<Value> words, String separator) implements Report {}

    record Cat(String format, List<Value> values) implements Report {}

    record Command(String format, List<Value> values) implements Report {}

    record Exit(int code) implements Report {}
}
