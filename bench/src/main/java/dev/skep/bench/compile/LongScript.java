package dev.skep.bench.compile;

/** Scripts of a given length, of statements of all kinds. */
final class LongScript {
    /** One statement each, whatever stands in front of it; # is its number. */
    private static final String[] STATEMENTS = {
        "@calls[comm] = count();",
        "@start[tid] = nsecs;",
        "@ns[comm] = hist(nsecs - @start[tid]);",
        "if (nsecs - @start[tid] > #000) { @slow++; }",
        "$x = pid + tid * #;",
        "@sum = sum(pid + #);",
        "@last[tid, #] = nsecs / 1000;",
        "if (comm == \"skep-#\") { printf(\"%s %d\\n\", comm, pid); }",
        "@most = max(nsecs - @start[tid]);",
        "delete(@start, tid);",
    };

    /** Tracepoints that few processes meet: what is measured is not the traced system. */
    private static final String[] EVENTS = {
        "getpriority", "sched_yield", "getsid", "getpgid", "personality", "umask", "sync", "vhangup", "times", "alarm"
    };

    private LongScript() {}

    /** A script with a statement a line. */
    static String of(int statements, int probes) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int probe = 0; probe < probes; probe++) {
            text.append("tracepoint:syscalls:sys_enter_")
                    .append(EVENTS[probe % EVENTS.length])
                    .append(" {\n");
            int end = (int) ((long) statements * (probe + 1) / probes);
            for (; at < end; at++) {
                String statement = STATEMENTS[at % STATEMENTS.length];
                text.append("  ")
                        .append(statement.replace("#", String.valueOf(at)))
                        .append('\n');
            }
            text.append("}\n");
        }
        return text.toString();
    }
}
