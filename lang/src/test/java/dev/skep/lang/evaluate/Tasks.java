package dev.skep.lang.evaluate;

import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's tasks that a script may look into: the one that runs, and the leader of its group. Where they lie nobody
 * knows; what stands for their addresses here must not come into what is compared.
 */
final class Tasks {
    static final long CURRENT = 1L << 62;
    private static final long LEADER = CURRENT + (1L << 32);

    private Tasks() {}

    /** The member of the task at an address; null if there is none. */
    static @Nullable Value member(long address, String name, Type type, Surroundings surroundings) {
        if (address != CURRENT && address != LEADER) {
            return null;
        }
        return switch (name) {
            case "group_leader" -> Integers.of(LEADER, type);
            case "tgid" -> Integers.of(surroundings.pid(), type);
            case "pid" -> Integers.of(address == CURRENT ? surroundings.tid() : surroundings.pid(), type);
            case "comm" ->
                address == CURRENT
                        ? new Value.Str(surroundings.comm().getBytes(StandardCharsets.UTF_8))
                        : unknown("the name of the leader");
            default -> unknown(name);
        };
    }

    private static Value unknown(String what) {
        throw new UnsupportedOperationException("the evaluator does not know " + what);
    }
}
