package dev.skep.bench.codegen;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of all pairs. */
public final class CodegenTable {
    /** How often each is measured unless it is said otherwise. */
    public static final int ROUNDS = 7;

    private CodegenTable() {}

    /**
     * Measures.
     *
     * @param names of the pairs to be compared; empty for all
     * @param rounds how often each is measured; 0 only compiles
     * @return the table, or empty if there is no clang
     */
    public static Optional<String> measure(List<String> names, int rounds) throws IOException, InterruptedException {
        Optional<Clang> clang = Clang.find();
        if (clang.isEmpty()) {
            System.err.println("bench: no clang: install clang, libbpf-dev and libc6-dev to compare code with its");
            return Optional.empty();
        }
        List<Comparison> comparisons = new ArrayList<>();
        StringBuilder out = new StringBuilder(Comparison.HEADER);
        try (Codegen codegen = new Codegen(clang.get(), rounds)) {
            for (Pair pair : Pair.all()) {
                if (names.isEmpty() || names.contains(pair.name())) {
                    Comparison comparison = codegen.compare(pair);
                    comparisons.add(comparison);
                    System.err.print(comparison.row());
                    out.append(comparison.row());
                }
            }
        }
        return Optional.of(out.append(summary(comparisons))
                .append(foot(clang.get(), rounds))
                .toString());
    }

    private static String summary(List<Comparison> comparisons) {
        double size = 0;
        double run = 0;
        double time = 0;
        for (Comparison comparison : comparisons) {
            Comparison.Figures skep = comparison.skep();
            Comparison.Figures clang = comparison.clang();
            size += Math.log((double) skep.instructions() / clang.instructions());
            run += Math.log(skep.run().instructions() / clang.run().instructions());
            time += Math.log(skep.nanos() / clang.nanos());
        }
        return String.format(
                Locale.ROOT,
                "| geometric mean | | %.2f | | %.2f | | | | | %.2f | |%n",
                Math.exp(size / comparisons.size()),
                Math.exp(run / comparisons.size()),
                Math.exp(time / comparisons.size()));
    }

    private static String foot(Clang clang, int rounds) {
        return "\nSkep / clang / bpftrace; ratios: Skep to the other, less is better. Medians of " + rounds
                + " rounds, "
                + LocalDate.now(ZoneOffset.UTC) + "; Linux " + System.getProperty("os.version") + ", clang "
                + clang.version().replace("version ", "") + " -O2 -mcpu=" + clang.cpu() + ".\n";
    }
}
