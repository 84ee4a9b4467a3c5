package dev.skep.bpf.arch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A machine's system calls: their numbers, their names as {@code unistd.h} has them, and the names that the kernel's
 * tracepoints have ({@code sys_enter_NAME}), which are those of the functions in the kernel: {@code stat} is {@code
 * newstat} there.
 *
 * <p>A table ends with the kernel that it was made from. What a newer kernel adds is unknown to it, and what an older
 * kernel lacks, or is built without, is in it all the same.
 */
public final class Syscalls {
    private @Nullable String[] names = new @Nullable String[512];
    private @Nullable String[] tracepoints = new @Nullable String[512];
    private final Map<String, Integer> numbers = new HashMap<>(1024);
    private final Map<String, Integer> tracepointNumbers = new HashMap<>(1024);
    private int size;

    private Syscalls() {}

    /** Reads names in the order of their numbers; {@code @N} goes on at N, {@code name=tracepoint} gives both names. */
    static Syscalls parse(String table) {
        Syscalls result = new Syscalls();
        int start = 0;
        for (int i = 0; i < table.length(); i++) {
            if (table.charAt(i) > ' ') {
                continue;
            }
            if (i > start) {
                result.add(table.substring(start, i));
            }
            start = i + 1;
        }
        result.names = Arrays.copyOf(result.names, result.size);
        result.tracepoints = Arrays.copyOf(result.tracepoints, result.size);
        return result;
    }

    private void add(String entry) {
        if (entry.charAt(0) == '@') {
            size = Integer.parseInt(entry, 1, entry.length(), 10);
            return;
        }
        int equals = entry.indexOf('=');
        String name = equals < 0 ? entry : entry.substring(0, equals);
        String tracepoint = entry.substring(equals + 1);
        names[size] = name;
        tracepoints[size] = tracepoint;
        numbers.put(name, size);
        tracepointNumbers.put(tracepoint, size);
        size++;
    }

    /** One more than the highest number known. */
    public int size() {
        return size;
    }

    /** The name of a number, or null if the number is not known. */
    public @Nullable String name(int number) {
        return number >= 0 && number < size ? names[number] : null;
    }

    /** The number of a name ({@code "stat"}), if known. */
    public OptionalInt number(String name) {
        return optional(numbers.get(name));
    }

    /** The tracepoint's name for a number, without {@code sys_enter_}, or null if the number is not known. */
    public @Nullable String tracepoint(int number) {
        return number >= 0 && number < size ? tracepoints[number] : null;
    }

    /** The number that a tracepoint is for, given without {@code sys_enter_} ({@code "newstat"}), if known. */
    public OptionalInt numberOfTracepoint(String tracepoint) {
        return optional(tracepointNumbers.get(tracepoint));
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
