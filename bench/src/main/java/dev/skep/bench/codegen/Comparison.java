package dev.skep.bench.codegen;

import java.util.Locale;

/** What was found out of a pair: of Skep's code, of clang's, of bpftrace's. */
record Comparison(String name, Figures skep, Figures clang, Figures bpftrace) {
    /**
     * Of all programs of a script together.
     *
     * @param instructions as they were handed to the kernel
     * @param calls of helpers that stand in them
     * @param run of both, what an event runs
     * @param loaded instructions after the kernel's rewriting; 0 if it was never loaded
     * @param nanos a run's time
     */
    record Figures(int instructions, int calls, Simulation run, int loaded, double nanos) {}

    static final String HEADER = """
            | program | instructions | to clang | run | to clang | calls | run | loaded | ns a run | to clang | to bpftrace |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    /** The row of the table. */
    String row() {
        boolean peer = bpftrace.loaded > 0;
        return "| " + name + " | " + skep.instructions + " / " + clang.instructions + " | "
                + ratio(skep.instructions, clang.instructions) + " | " + number(skep.run.instructions()) + " / "
                + number(clang.run.instructions()) + " | " + ratio(skep.run.instructions(), clang.run.instructions())
                + " | " + skep.calls + " / " + clang.calls + " | " + tenths(skep.run.calls()) + " / "
                + tenths(clang.run.calls()) + " | " + skep.loaded + " / " + clang.loaded + " / "
                + (peer ? bpftrace.loaded : "-") + " | " + number(skep.nanos) + " / " + number(clang.nanos) + " / "
                + (peer ? number(bpftrace.nanos) : "-") + " | " + ratio(skep.nanos, clang.nanos) + " | "
                + (peer ? ratio(skep.nanos, bpftrace.nanos) : "-") + " |\n";
    }

    private static String tenths(double value) {
        return value == Math.rint(value) ? number(value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }

    private static String ratio(double ours, double theirs) {
        double ratio = ours / theirs;
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }
}
