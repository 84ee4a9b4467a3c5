package dev.skep.lang.script;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.value.Value;
import java.util.List;

/** What actions may do; {@code trace} implements it. Calls come from one thread, in the order of the events. */
public interface Host {

    /** Prints by a format. */
    void printf(FormatString format, List<Value> values);

    /** Prints one value, and a line break. */
    void print(Value value);

    /**
     * Prints a map.
     *
     * @param map its name, with {@code @}
     * @param top only that many entries, the greatest; 0 for all
     * @param divisor values are divided by it; 1 for as they are
     */
    void printMap(String map, int top, long divisor);

    /** Prints a map and removes what was printed, in one step: what comes in meanwhile is printed now or stays. */
    default void printAndClear(String map, int top, long divisor) {
        printMap(map, top, divisor);
        clear(map);
    }

    /** Removes a map's entries. */
    void clear(String map);

    /** Ends the tracing; end probes still run. */
    void exit(int code);
}
