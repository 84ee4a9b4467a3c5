package dev.skep.bench.codegen;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.kernel.program.RunStatistics;
import dev.skep.kernel.tracefs.Tracefs;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.Diagnostic;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import dev.skep.trace.KernelTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares each {@link Pair}, and makes the table of it. */
final class Codegen implements AutoCloseable {
    private final Clang clang;
    private final int rounds;
    private final Path workload;
    private final KernelTarget kernel = new KernelTarget();
    private final Tracefs tracefs = Tracefs.open();
    private final RunStatistics counting = RunStatistics.enable();

    Codegen(Clang clang, int rounds) throws IOException, InterruptedException {
        this.clang = clang;
        this.rounds = rounds;
        workload = Files.createTempFile("skep-bench", ".workload");
        clang.compileHere(Path.of("bench/src/main/c/workload.c"), workload);
        if (!workload.toFile().setExecutable(true)) {
            throw new IOException(workload + " cannot be made executable");
        }
    }

    /** Compares one pair. */
    Comparison compare(Pair pair) throws IOException, InterruptedException {
        try (Workload traced = new Workload(workload, pair.call())) {
            String script = pair.script(traced.pid());
            ObjectSpec ours = compile(script);
            ObjectSpec theirs = clang.compile(pair.source(), clang.cpu(), traced.pid());
            int loaded = 0;
            int loadedByClang = 0;
            int loadedByBpftrace = 0;
            Timing time = new Timing(rounds);
            Timing timeOfClang = new Timing(rounds);
            Timing timeOfBpftrace = new Timing(rounds);
            for (int i = 0; i < rounds; i++) {
                try (Attached programs = AttachedObject.of(ours, tracefs)) {
                    loaded = programs.loadedInstructions();
                    time.round(programs, traced);
                }
                try (Attached programs = AttachedObject.of(theirs, tracefs)) {
                    loadedByClang = programs.loadedInstructions();
                    timeOfClang.round(programs, traced);
                }
                if (i == 0 || loadedByBpftrace > 0) {
                    try (Attached programs =
                            AttachedBpftrace.start(script, ours.programs().size(), traced)) {
                        loadedByBpftrace = programs.loadedInstructions();
                        timeOfBpftrace.round(programs, traced);
                    } catch (IOException e) {
                        System.err.println("bench: " + pair.name() + ": " + e.getMessage());
                    }
                }
            }
            return new Comparison(
                    pair.name(),
                    figures(ours, loaded, time, traced),
                    figures(theirs, loadedByClang, timeOfClang, traced),
                    new Comparison.Figures(0, 0, new Simulation(0, 0), loadedByBpftrace, timeOfBpftrace.median()));
        }
    }

    private static Comparison.Figures figures(ObjectSpec object, int loaded, Timing time, Workload traced) {
        return new Comparison.Figures(
                slots(object), calls(object), Simulation.of(object, traced.pid()), loaded, time.median());
    }

    private ObjectSpec compile(String script) throws IOException {
        Compilation compilation =
                new Compiler(kernel, CompileOptions.DEFAULT, StageListener.NONE).compile(new Source("script", script));
        CompiledScript compiled = compilation.script();
        if (compiled == null) {
            List<String> messages = new ArrayList<>();
            for (Diagnostic diagnostic : compilation.diagnostics().all()) {
                messages.add(diagnostic.message());
            }
            throw new IOException(script + String.join("\n", messages));
        }
        return compiled.object();
    }

    /** Instructions, the wide ones twice, as the kernel counts them. */
    private static int slots(ObjectSpec object) {
        int slots = 0;
        for (ProgramSpec program : object.programs()) {
            for (Instruction instruction : program.main().instructions()) {
                slots += instruction.slots();
            }
        }
        return slots;
    }

    private static int calls(ObjectSpec object) {
        int calls = 0;
        for (ProgramSpec program : object.programs()) {
            for (Instruction instruction : program.main().instructions()) {
                calls += instruction instanceof Instruction.CallHelper ? 1 : 0;
            }
        }
        return calls;
    }

    @Override
    public void close() throws IOException {
        counting.close();
        tracefs.close();
        kernel.close();
        Files.delete(workload);
    }
}
