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

    /** Sets all values of a map to zero; its keys stay. */
    void zero(String map);

    /**
     * Prints a time.
     *
     * @param text as the script's own format has it
     */
    void time(String text);

    /**
     * Prints strings in one line.
     *
     * @param separator of the script; goes between two strings
     */
    void join(List<Value> words, String separator);

    /**
     * Prints the first bytes of a file.
     *
     * @param path by which format its name is made of the values
     */
    void cat(FormatString path, List<Value> values);

    /**
     * Runs a command of the shell, waits for its end and prints what it wrote.
     *
     * @param command by which format it is made of the values
     */
    void system(FormatString command, List<Value> values);

    /** Ends the tracing; end probes still run. */
    void exit(int code);
}
