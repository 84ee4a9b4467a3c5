package dev.skep.bench.codegen;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What the programs of an object run for an event: the same events as those of the {@link Workload}, after as many that fill
 * the maps.
 *
 * @param instructions for an event, all programs together, the mean
 * @param calls of helpers, likewise
 */
record Simulation(double instructions, double calls) {
    private static final int EVENTS = 512;
    private static final String COMM = "skep-workload";
    private static final long BAD_FILE = -9;

    static Simulation of(ObjectSpec object, long traced) {
        SimulatedKernel kernel = new SimulatedKernel(object, traced, COMM);
        List<Interpreter> programs = new ArrayList<>();
        for (ProgramSpec program : object.programs()) {
            programs.add(new Interpreter(program, kernel));
        }
        long[] before = new long[2];
        for (int event = 0; event < 2 * EVENTS; event++) {
            if (event == EVENTS) {
                before = counts(programs);
            }
            for (int i = 0; i < programs.size(); i++) {
                programs.get(i).run(context(kernel, event, object.programs().get(i)));
            }
        }
        long[] after = counts(programs);
        return new Simulation((double) (after[0] - before[0]) / EVENTS, (double) (after[1] - before[1]) / EVENTS);
    }

    private static long[] counts(List<Interpreter> programs) {
        long[] counts = new long[2];
        for (Interpreter program : programs) {
            counts[0] += program.instructions();
            counts[1] += program.calls();
        }
        return counts;
    }

    /** The record of a system call as {@code workload.c} makes it: behind two words its arguments, or what it returned. */
    private static long context(SimulatedKernel kernel, int event, ProgramSpec program) {
        long context = kernel.allocate(8 * Long.BYTES);
        boolean fails = (event & 3) == 0;
        long size = event * 37L & 4095;
        boolean enters = program.attach() instanceof AttachSpec.Tracepoint at
                && at.name().startsWith("sys_enter");
        if (enters) {
            kernel.store(context + 16, Long.BYTES, fails ? -1 : 3);
            kernel.store(context + 32, Long.BYTES, size);
        } else {
            kernel.store(context + 16, Long.BYTES, fails ? BAD_FILE : size);
        }
        return context;
    }
}
