package dev.skep.bench.output;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how fast events and maps are printed into a file; the section {@code output} of {@code docs/performance.md}. The
 * tools take turns in each round.
 */
public final class OutputTable {
    private static final int ROUNDS = 3;
    private static final int BURST = 1_000_000;
    private static final int KEYS = 100_000;
    private static final int PACED_SECONDS = 10;
    private static final int SLOWEST = 12_500;
    private static final int FASTEST = 1_600_000;

    private static final String PRINTF = "{ printf(\"%d %s\\n\", pid, comm); }";

    private final long pid = ProcessHandle.current().pid();
    private final String probe = "tracepoint:syscalls:sys_enter_dup /pid == " + pid + "/ ";
    private final Load load = Load.dup();
    private final List<String> names;
    private final List<List<String>> commands;

    private OutputTable(List<String> names, List<List<String>> commands) {
        this.names = names;
        this.commands = commands;
    }

    /**
     * The table, as Markdown.
     *
     * @param names of the tools, Skep first
     * @param commands the words that start each
     * @param rows which of {@code burst}, {@code pace} and {@code map}; all if empty
     */
    public static String measure(List<String> names, List<List<String>> commands, List<String> rows)
            throws IOException, InterruptedException {
        return new OutputTable(names, commands).measure(rows);
    }

    private String measure(List<String> rows) throws IOException, InterruptedException {
        load.burst(BURST);
        StringBuilder out = new StringBuilder("| what | goal | " + String.join(" | ", names) + " |\n");
        out.append("|---|---|").append("---|".repeat(names.size())).append('\n');
        if (rows.isEmpty() || rows.contains("burst")) {
            bursts(out);
        }
        if (rows.isEmpty() || rows.contains("pace")) {
            paces(out);
        }
        if (rows.isEmpty() || rows.contains("map")) {
            maps(out);
        }
        return out.append("\nRounds: ")
                .append(ROUNDS)
                .append(", of which the median; default buffers, output into a file. ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append("; Linux ")
                .append(System.getProperty("os.version"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" CPUs.\n")
                .toString();
    }

    private void bursts(StringBuilder out) throws IOException, InterruptedException {
        double[][] nanos = new double[commands.size()][ROUNDS];
        List<StringBuilder> counts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < commands.size(); i++) {
                double untraced = load.burst(BURST);
                try (Tool tool = Tool.start(commands.get(i), probe + PRINTF)) {
                    nanos[i][round] = load.burst(BURST) - untraced;
                    tool.rest();
                    tool.end();
                    if (round == 0) {
                        counts.add(new StringBuilder());
                    }
                    long printed = tool.lines(pid + " ");
                    long lost = tool.lost();
                    counts.get(i)
                            .append(round == 0 ? "" : "; ")
                            .append(printed)
                            .append(" + ")
                            .append(lost)
                            .append(printed + lost == BURST ? "" : " (" + (BURST - printed - lost) + " missing)");
                }
            }
        }
        row(
                out,
                "1,000,000 × `printf(\"%d %s\\n\", pid, comm)` at once: an event costs the traced process",
                "≤ 1.0 µs");
        for (double[] figures : nanos) {
            Arrays.sort(figures);
            cell(out, String.format(Locale.ROOT, "%.2f µs", figures[ROUNDS / 2] / 1000));
        }
        row(out.append('\n'), "the same: printed + reported lost, each round", "1,000,000 exactly");
        counts.forEach(count -> cell(out, count.toString()));
        out.append('\n');
    }

    private void paces(StringBuilder out) throws IOException, InterruptedException {
        row(out, "10 s of that `printf` without a loss: events a second", "≥ the best peer's");
        for (List<String> command : commands) {
            long best = 0;
            boolean complete = true;
            for (int rate = SLOWEST; complete && rate <= FASTEST; rate *= 2) {
                try (Tool tool = Tool.start(command, probe + PRINTF)) {
                    long calls = load.paced(rate, PACED_SECONDS);
                    tool.rest();
                    tool.end();
                    complete = tool.lines(pid + " ") == calls;
                    // What the calls themselves do not reach is no tool's pace.
                    best = complete ? calls / PACED_SECONDS : best;
                    System.err.println(command + " at " + rate + ": " + calls + " calls, " + tool.lost() + " lost");
                    complete &= calls >= (long) rate * PACED_SECONDS * 9 / 10;
                }
            }
            cell(out, String.format(Locale.ROOT, "%,d", best));
        }
        out.append('\n');
    }

    private void maps(StringBuilder out) throws IOException, InterruptedException {
        double[][] millis = new double[commands.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < commands.size(); i++) {
                try (Tool tool = Tool.start(commands.get(i), probe + "{ @[args->fildes] = count(); }")) {
                    load.each(KEYS);
                    millis[i][round] = tool.end();
                    long lines = tool.lines("@[");
                    if (lines != KEYS) {
                        throw new IOException(commands.get(i) + " printed " + lines + " of " + KEYS + " keys");
                    }
                }
            }
        }
        row(out, "a map of 100,000 keys, from SIGINT to the end", "≤ 0.5 × bpftrace");
        for (double[] figures : millis) {
            Arrays.sort(figures);
            cell(out, String.format(Locale.ROOT, "%.0f ms", figures[ROUNDS / 2]));
        }
        out.append('\n');
    }

    private static void row(StringBuilder out, String what, String goal) {
        out.append("| ").append(what).append(" | ").append(goal).append(" |");
        System.err.println(what);
    }

    private static void cell(StringBuilder out, String text) {
        out.append(' ').append(text).append(" |");
        System.err.println("    " + text);
    }
}
