package dev.skep.bench.compile;

import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.Stage;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.source.Source;
import dev.skep.trace.KernelTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures compile times; the section {@code compile} of {@code docs/performance.md}. */
public final class CompileTable {
    private static final int ROUNDS = 7;
    private static final int WARM_UPS = 30;

    private static final int[][] SIZES = {{100, 1}, {1000, 10}, {10_000, 100}, {100, 1}, {1000, 1}, {2000, 1}};

    private CompileTable() {}

    /** Both tables, as Markdown. */
    public static String measure() throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder("| what | goal | skep |\n|---|---|---|\n");
        out.append(String.format(
                Locale.ROOT,
                "| exec to attached, a script of 500 lines with 100 probes | ≤ 1000 | %.0f ms |%n",
                toAttached(LongScript.of(300, 100))));
        out.append("\n| statements | probes | parse | resolve, check | lower | optimise | emit | all |\n");
        out.append("|---|---|---|---|---|---|---|---|\n");
        try (KernelTarget target = new KernelTarget()) {
            for (int i = 0; i < WARM_UPS; i++) {
                stages(LongScript.of(100, 1), target);
            }
            for (int[] size : SIZES) {
                out.append("| ").append(size[0]).append(" | ").append(size[1]).append(" |");
                long all = 0;
                for (long nanos : best(LongScript.of(size[0], size[1]), target).values()) {
                    out.append(String.format(Locale.ROOT, " %.1f |", nanos / 1e6));
                    all += nanos;
                }
                out.append(String.format(Locale.ROOT, " %.1f ms |%n", all / 1e6));
            }
        }
        return out.append("\nThe first: median of ")
                .append(ROUNDS)
                .append(" fresh processes. The stages: CPU time of one thread in a warm process, the best of ")
                .append(ROUNDS)
                .append(" runs. ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append("; Linux ")
                .append(System.getProperty("os.version"))
                .append(", Java ")
                .append(Runtime.version())
                .append(".\n")
                .toString();
    }

    /** Milliseconds from exec until all probes are attached. */
    private static double toAttached(String script) throws IOException, InterruptedException {
        Path file = Files.createTempFile("skep-bench", ".bt");
        try {
            Files.writeString(file, script);
            double[] millis = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Process process = new ProcessBuilder("./skep", "--dry-run", file.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String line;
                try (BufferedReader errors = process.errorReader()) {
                    line = errors.readLine();
                    if (round >= 0) {
                        millis[round] = (System.nanoTime() - start) / 1e6;
                    }
                    if (line == null || !line.startsWith("Attached ")) {
                        throw new IOException("the long script does not run: " + line);
                    }
                }
                // Detaching takes the kernel a while.
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    throw new IOException("the long script does not end");
                }
                System.err.print('.');
            }
            System.err.println(" compile");
            Arrays.sort(millis);
            return millis[ROUNDS / 2];
        } finally {
            Files.delete(file);
        }
    }

    private static Map<Stage, Long> best(String script, KernelTarget target) {
        Map<Stage, Long> best = new EnumMap<>(Stage.class);
        for (int round = 0; round < ROUNDS; round++) {
            stages(script, target).forEach((stage, nanos) -> best.merge(stage, nanos, Math::min));
        }
        return best;
    }

    /** Nanoseconds of CPU time by stage. */
    private static Map<Stage, Long> stages(String script, KernelTarget target) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
        StageListener listener = new StageListener() {
            private long last = threads.getCurrentThreadCpuTime();

            @Override
            public boolean wants(Stage stage) {
                return false;
            }

            @Override
            public void text(Stage stage, String text) {}

            @Override
            public void finished(Stage stage) {
                long now = threads.getCurrentThreadCpuTime();
                nanos.put(stage, now - last);
                last = now;
            }
        };
        Compilation compilation =
                new Compiler(target, CompileOptions.DEFAULT, listener).compile(new Source("long.bt", script));
        if (compilation.failed()) {
            throw new IllegalStateException(new DiagnosticPrinter(false).print(compilation.diagnostics()));
        }
        return nanos;
    }
}
