package dev.skep.bench;

import dev.skep.bench.codegen.CodegenTable;
import dev.skep.bench.compile.CompileTable;
import dev.skep.bench.event.EventTable;
import dev.skep.bench.output.OutputTable;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures, prints the tables, and puts each between its markers in {@code docs/performance.md}. The rows of the first are
 * run for every peer, one after the other in each round, so that a change of the machine's mood meets all.
 */
final class Bench {
    private static final String START = "start";
    private static final String CODEGEN = "codegen";
    private static final String COMPILE = "compile";
    private static final String EVENTS = "events";
    private static final String OUTPUT = "output";
    private static final String ROUNDS = "--rounds=";

    private static final List<Row> ROWS = List.of(
            new Row(
                    "exec to the first counted event, `t:syscalls:sys_enter_openat { @[comm] = count(); }`",
                    "ms",
                    15,
                    "≤ 170, aim 100",
                    Measurement::attached),
            new Row("exec to exit, `BEGIN { exit(); }`", "ms", 15, "≤ 0.7 × bpftrace 0.17", Measurement::runs),
            new Row("the same, peak RSS", "MB", 5, "≤ 75", Measurement::memory));

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean print = false;
        int rounds = CodegenTable.ROUNDS;
        List<String> words = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        peers.add(Peer.named("./skep").orElseThrow());
        Peer.named("bpftrace").ifPresent(peers::add);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.equals("--print")) {
                print = true;
            } else if (argument.startsWith(ROUNDS)) {
                rounds = Integer.parseInt(argument.substring(ROUNDS.length()));
            } else if (equals > 0) {
                peers.add(new Peer(
                        argument.substring(0, equals),
                        List.of(argument.substring(equals + 1).split(" "))));
            } else {
                words.add(argument);
            }
        }
        String section = words.isEmpty() ? "" : words.removeFirst();
        if (!section.isEmpty()
                && !List.of(START, EVENTS, OUTPUT, CODEGEN, COMPILE).contains(section)) {
            System.err.println("bench: '" + section + "' is no section: see --help");
            System.exit(1);
        }
        boolean all = section.isEmpty();
        if (all || section.equals(START)) {
            show(START, table(peers), print);
        }
        if (all || section.equals(EVENTS)) {
            show(
                    EVENTS,
                    EventTable.measure(
                            peers.stream().map(Peer::name).toList(),
                            peers.stream().map(Peer::command).toList()),
                    print);
        }
        if (all || section.equals(OUTPUT)) {
            show(
                    OUTPUT,
                    OutputTable.measure(
                            peers.stream().map(Peer::name).toList(),
                            peers.stream().map(Peer::command).toList(),
                            words),
                    print || !words.isEmpty());
        }
        if (all || section.equals(COMPILE)) {
            show(COMPILE, CompileTable.measure(), print);
        }
        if (all || section.equals(CODEGEN)) {
            Optional<String> table = CodegenTable.measure(words, rounds);
            if (table.isPresent()) {
                show(CODEGEN, table.get(), print || !words.isEmpty() || rounds != CodegenTable.ROUNDS);
            }
        }
    }

    private static void show(String section, String table, boolean print) throws IOException {
        System.out.print(table);
        if (!print) {
            Document.write(section, table);
        }
    }

    private static String table(List<Peer> peers) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder("| what | goal |");
        for (Peer peer : peers) {
            out.append(' ').append(peer.name()).append(" |");
        }
        out.append(" ratio |\n|---|---|")
                .append("---|".repeat(peers.size() + 1))
                .append('\n');
        for (Row row : ROWS) {
            double[] medians = measure(row, peers);
            out.append("| ").append(row.what()).append(" | ").append(row.goal()).append(" |");
            for (double median : medians) {
                out.append(String.format(Locale.ROOT, " %.0f %s |", median, row.unit()));
            }
            List<String> ratios = new ArrayList<>();
            for (int peer = 1; peer < medians.length; peer++) {
                ratios.add(String.format(Locale.ROOT, "%.2f", medians[0] / medians[peer]));
            }
            out.append(' ').append(String.join(", ", ratios)).append(" |\n");
        }
        return out.append("\nMedians of ")
                .append(ROWS.getFirst().rounds())
                .append(" runs (memory: ")
                .append(ROWS.getLast().rounds())
                .append("), ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append("; Linux ")
                .append(System.getProperty("os.version"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" CPUs, Java ")
                .append(Runtime.version())
                .append(". Ratio: Skep to each peer, less is better.\n")
                .toString();
    }

    private static double[] measure(Row row, List<Peer> peers) throws IOException, InterruptedException {
        double[][] figures = new double[peers.size()][row.rounds()];
        for (int round = -1; round < row.rounds(); round++) {
            for (int peer = 0; peer < peers.size(); peer++) {
                double figure = row.measurement().measure(peers.get(peer));
                // The first round only warms the page cache.
                if (round >= 0) {
                    figures[peer][round] = figure;
                }
            }
            System.err.print('.');
        }
        System.err.println(" " + row.what());
        double[] medians = new double[peers.size()];
        for (int peer = 0; peer < peers.size(); peer++) {
            Arrays.sort(figures[peer]);
            medians[peer] = figures[peer][row.rounds() / 2];
            System.err.printf(
                    Locale.ROOT,
                    "    %-20s min %.1f  median %.1f  max %.1f %s%n",
                    peers.get(peer).name(),
                    figures[peer][0],
                    medians[peer],
                    figures[peer][row.rounds() - 1],
                    row.unit());
        }
        return medians;
    }
}
