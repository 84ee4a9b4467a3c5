package dev.skep.lang.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script may set in its {@code config} block, and its user in the environment as {@code BPFTRACE_NAME}. Source:
 * bpftrace's language.md, "Config Variables".
 */
public enum ConfigKey {
    CACHE_USER_SYMBOLS("PER_PID", "NONE,PER_PID,PER_PROGRAM"),
    CPP_DEMANGLE(true),
    LAZY_SYMBOLICATION(true),
    LICENSE("GPL", "GPL,GPL v2,GPL and additional rights,Dual BSD/GPL,Dual MIT/GPL,Dual MPL/GPL"),
    LOG_SIZE(1_000_000, 1, Integer.MAX_VALUE),
    MAX_BPF_PROGS(1024, 1, Integer.MAX_VALUE),
    MAX_CAT_BYTES(10_240, 1, Limits.VALUE_BYTES),
    MAX_MAP_KEYS(4096, 1, Limits.MAP_ENTRIES),
    MAX_PROBES(1024, 1, Integer.MAX_VALUE),
    MAX_STRLEN(1024, 1, Limits.VALUE_BYTES),
    MISSING_PROBES("error", "error,warn,ignore"),
    /** Bytes: bigger objects lie in scratch memory instead of the stack. (bpftrace's standard is 32.) */
    ON_STACK_LIMIT(64, 0, 256),
    /** Pages of the ring buffer. */
    PERF_RB_PAGES(1024, 16, 1 << 18),
    PRINT_MAPS_ON_EXIT(true),
    SHOW_DEBUG_INFO(false),
    STACK_MODE("bpftrace", "bpftrace,perf,raw,build_id"),
    STR_TRUNC_TRAILER("..", ""),
    UNSTABLE_DW_USTACK("warn", "enable,warn,error"),
    UNSTABLE_IMPORT_STATEMENT("error", "enable,warn,error"),
    UNSTABLE_TSERIES("warn", "enable,warn,error"),
    UNSTABLE_TYPEINFO("error", "enable,warn,error"),
    USE_BLAZESYM(false);

    private static final ConfigKey[] ALL = values();

    /** What a key takes. */
    public enum Kind {
        NUMBER,
        SWITCH,
        TEXT,
        /** One of several words. */
        WORD
    }

    private final Kind kind;
    private final String standard;
    private final long least;
    private final long most;
    private final List<String> words;

    ConfigKey(long standard, long least, long most) {
        this(Kind.NUMBER, Long.toString(standard), least, most, List.of());
    }

    ConfigKey(boolean standard) {
        this(Kind.SWITCH, standard ? "true" : "false", 0, 1, List.of());
    }

    ConfigKey(String standard, String words) {
        this(words.isEmpty() ? Kind.TEXT : Kind.WORD, standard, 0, 0, List.of(words.split(",", -1)));
    }

    ConfigKey(Kind kind, String standard, long least, long most, List<String> words) {
        this.kind = kind;
        this.standard = standard;
        this.least = least;
        this.most = most;
        this.words = words;
    }

    /** As scripts write it: {@code max_strlen}. */
    public String text() {
        StringBuilder text = new StringBuilder(name().length());
        for (int i = 0; i < name().length(); i++) {
            char c = name().charAt(i);
            text.append(c == '_' ? c : (char) (c + ('a' - 'A')));
        }
        return text.toString();
    }

    /** As the environment has it: {@code BPFTRACE_MAX_STRLEN}. */
    public String variable() {
        return "BPFTRACE_" + name();
    }

    public Kind kind() {
        return kind;
    }

    /** What holds where nothing is set. */
    public String standard() {
        return standard;
    }

    /** The key of a name, in whatever case, with {@code BPFTRACE_} in front or without; or null. */
    public static @Nullable ConfigKey of(String text) {
        int start = text.regionMatches(true, 0, "BPFTRACE_", 0, 9) ? 9 : 0;
        for (ConfigKey key : ALL) {
            if (key.name().length() == text.length() - start
                    && key.name().regionMatches(true, 0, text, start, text.length() - start)) {
                return key;
            }
        }
        return null;
    }

    /** The key that an old name stands for, or null. */
    public static @Nullable ConfigKey renamed(String text) {
        return switch (text) {
            case "strlen" -> MAX_STRLEN;
            case "cat_bytes_max" -> MAX_CAT_BYTES;
            case "map_keys_max" -> MAX_MAP_KEYS;
            case "no_cpp_demangle" -> CPP_DEMANGLE;
            default -> null;
        };
    }

    /** Whether a key once meant something and is let pass. */
    public static boolean isForgotten(String text) {
        return switch (text) {
            case "symbol_source",
                    "max_type_res_iterations",
                    "unstable_addr",
                    "unstable_import",
                    "unstable_macro",
                    "unstable_map_decl" -> true;
            default -> false;
        };
    }

    /** All keys as scripts write them. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(ALL.length);
        for (ConfigKey key : ALL) {
            names.add(key.text());
        }
        return names;
    }

    /** A value in the form in which it is kept, or null if the key does not take it. */
    @Nullable
    String accept(String value) {
        return switch (kind) {
            case TEXT -> value;
            case NUMBER -> isNumber(value) ? value : null;
            case SWITCH ->
                value.equals("1") || value.equalsIgnoreCase("true")
                        ? "true"
                        : value.equals("0") || value.equalsIgnoreCase("false") ? "false" : null;
            case WORD -> {
                for (String word : words) {
                    if (word.equalsIgnoreCase(value)) {
                        yield word;
                    }
                }
                yield null;
            }
        };
    }

    private boolean isNumber(String value) {
        try {
            long number = Long.parseLong(value);
            return number >= least && number <= most;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }

    /** What a key takes, in words: {@code a number from 1 to 4096}. */
    public String takes() {
        return switch (kind) {
            case TEXT -> "a string";
            case NUMBER -> "a number from " + least + " to " + most;
            case SWITCH -> "true or false";
            case WORD -> "one of " + String.join(", ", words);
        };
    }
}
