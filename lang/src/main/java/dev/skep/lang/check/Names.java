package dev.skep.lang.check;

import dev.skep.lang.function.ArgumentBuiltin;
import dev.skep.lang.function.Function;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of the language by name. */
public final class Names {
    /** What the language has and this version does not: a message that says so is kinder than "unknown". */
    private static final List<String> LATER = List.of(
            "assert",
            "bswap",
            "cgroup_path",
            "debugf",
            "errorf",
            "find",
            "getopt",
            "memcmp",
            "override",
            "path",
            "percpu_kaddr",
            "pton",
            "signal",
            "signal_name",
            "signal_thread",
            "skboutput",
            "socket_cookie",
            "strcap",
            "strcontains",
            "strerror",
            "strlen",
            "strstr",
            "syscall_name",
            "tseries",
            "unwatch",
            "warnf",
            "write_user");

    private final Map<String, Function> functions = new HashMap<>();

    /** @param all each under its name and its aliases */
    public Names(List<Function> all) {
        for (Function function : all) {
            functions.put(function.name(), function);
        }
    }

    /** The function of a name, or null. */
    @Nullable
    Function find(String name) {
        Function function = functions.get(name);
        // Too many to list: arg0, arg1 and so on.
        return function == null ? ArgumentBuiltin.of(name) : function;
    }

    /** All names, for hints. */
    Collection<String> all() {
        return functions.keySet();
    }

    /** Whether a name is one of the language's that is still to come. */
    static boolean isLater(String name) {
        return LATER.contains(name);
    }
}
