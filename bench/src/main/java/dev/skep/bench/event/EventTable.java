package dev.skep.bench.event;

import java.io.File;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a traced system call costs; the section {@code events} of {@code docs/performance.md}. Every tool runs the
 * script for all processes, one tool after the other in each round, and between them the loop runs untraced.
 */
public final class EventTable {
    private static final int ROUNDS = 7;
    /** Until a tool has attached, and whatever its start has set off has come to rest. */
    private static final long SETTLE_MILLIS = 2500;

    private static final int FAMILY_ROUNDS = 3;

    private static final String ENTER = "tracepoint:raw_syscalls:sys_enter";
    private static final String EXIT = "tracepoint:raw_syscalls:sys_exit";

    private static final List<Case> CASES = List.of(
            new Case(ENTER + " { @ = count(); }", "≤ 0.6"),
            new Case(ENTER + " { @[comm] = count(); }", "≤ 0.65"),
            new Case(ENTER + " { @[pid, comm] = count(); }", "≤ 0.65"),
            new Case(
                    ENTER + " { @s[tid] = nsecs; } " + EXIT
                            + " /@s[tid]/ { @ns[comm] = hist(nsecs - @s[tid]); delete(@s[tid]); }",
                    "≤ 0.8, with cleared slots ≤ 0.55"),
            new Case(ENTER + " { @[kstack] = count(); }", "≤ 1.0"),
            new Case("tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }", "≤ 1.0"));

    private static final String FAMILY =
            "tracepoint:syscalls:sys_enter_* { @[probe] = count(); } interval:s:1 { exit(); }";

    private EventTable() {}

    /** A script, and what Skep is to reach. */
    private record Case(String script, String goal) {}

    /**
     * The table, as Markdown.
     *
     * @param names of the tools, Skep first
     * @param commands the words that start each
     */
    public static String measure(List<String> names, List<List<String>> commands)
            throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder("| traced | goal | " + String.join(" | ", names) + " | ratio |\n");
        out.append("|---|---|").append("---|".repeat(names.size() + 1)).append('\n');
        for (Case row : CASES) {
            row(row.script(), row.goal(), "ns", costs(row.script(), commands), out);
        }
        row(FAMILY, "≤ 3 s", "ms", families(commands), out);
        return out.append("\nNanoseconds that a call of getppid(2) takes longer than untraced: in each of ")
                .append(ROUNDS)
                .append(
                        " rounds the shortest of 60 bursts of 20,000 calls, of the rounds the median; the one before the"
                                + " last is a call that is not traced. The last: exec to exit, median of ")
                .append(FAMILY_ROUNDS)
                .append(". ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append("; Linux ")
                .append(System.getProperty("os.version"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" CPUs. Ratio: Skep to each peer, less is better.\n")
                .toString();
    }

    private static void row(String what, String goal, String unit, double[] figures, StringBuilder out) {
        out.append("| `")
                .append(what.replace("|", "\\|"))
                .append("` | ")
                .append(goal)
                .append(" |");
        for (double figure : figures) {
            out.append(String.format(Locale.ROOT, " %.0f %s |", figure, unit));
        }
        List<String> ratios = new ArrayList<>();
        for (int i = 1; i < figures.length; i++) {
            ratios.add(String.format(Locale.ROOT, "%.2f", figures[0] / figures[i]));
        }
        out.append(' ').append(String.join(", ", ratios)).append(" |\n");
        System.err.println(what + ": " + Arrays.toString(figures));
    }

    /** What a call costs more, by tool. */
    private static double[] costs(String script, List<List<String>> commands) throws IOException, InterruptedException {
        double[][] costs = new double[commands.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int tool = 0; tool < commands.size(); tool++) {
                double untraced = Calls.nanos();
                Process process = start(commands.get(tool), script);
                Thread.sleep(SETTLE_MILLIS);
                double traced = Calls.nanos();
                if (!process.isAlive()) {
                    throw new IOException(commands.get(tool) + " does not run " + script);
                }
                interrupt(process);
                costs[tool][round] = traced - untraced;
            }
        }
        return medians(costs);
    }

    private static double[] families(List<List<String>> commands) throws IOException, InterruptedException {
        double[][] times = new double[commands.size()][FAMILY_ROUNDS];
        for (int round = 0; round < FAMILY_ROUNDS; round++) {
            for (int tool = 0; tool < commands.size(); tool++) {
                long start = System.nanoTime();
                int code = start(commands.get(tool), FAMILY).waitFor();
                times[tool][round] = (System.nanoTime() - start) / 1e6;
                if (code != 0) {
                    throw new IOException(commands.get(tool) + " ended with " + code);
                }
            }
        }
        return medians(times);
    }

    private static double[] medians(double[][] figures) {
        double[] medians = new double[figures.length];
        for (int i = 0; i < figures.length; i++) {
            Arrays.sort(figures[i]);
            medians[i] = figures[i][figures[i].length / 2];
        }
        return medians;
    }

    private static Process start(List<String> command, String script) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-e", script));
        return new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** SIGINT, as Ctrl-C sends it. */
    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("process " + process.pid() + " does not end on SIGINT");
        }
    }
}
