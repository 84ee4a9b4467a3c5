package dev.skep.lang.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.kernel.Cpus;
import dev.skep.kernel.KernelBtf;
import dev.skep.kernel.program.ObjectLoader;
import dev.skep.lang.check.Typed;
import dev.skep.lang.evaluate.Evaluator;
import dev.skep.lang.evaluate.Occasion;
import dev.skep.lang.evaluate.Outcome;
import dev.skep.lang.evaluate.Report;
import dev.skep.lang.evaluate.Surroundings;
import dev.skep.lang.generate.Event;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.target.Target;
import dev.skep.lang.value.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares cases that the running kernel runs with the evaluator. Used by the thread that made it only. */
final class Kernel implements AutoCloseable {
    /** What the evaluator must know of this thread, as the kernel has it: ids are those of the initial namespaces. */
    private static final String WHO = "begin { print((pid, tid, uid, gid, cgroup, numaid, comm)); }";

    private final ObjectLoader loader = new ObjectLoader(new KernelBtf());
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment text = arena.allocateFrom(Event.TEXT);
    private final Surroundings surroundings;

    Kernel() {
        Case who = new Case(0, WHO);
        try (KernelRun run = new KernelRun(Stages.compile(who, Stages.target(IsaLevel.V3, 1), true), loader)) {
            run.run(new Occasion(0, new byte[0], false));
            Report.Print report = (Report.Print) run.outcome().reports().getFirst();
            List<Value> values = ((Value.Tuple) report.value()).elements();
            TreeMap<Long, byte[]> texts = new TreeMap<>();
            texts.put(text.address(), text.toArray(ValueLayout.JAVA_BYTE));
            surroundings = new Surroundings(
                    number(values.get(0)),
                    number(values.get(1)),
                    number(values.get(2)),
                    number(values.get(3)),
                    number(values.get(4)),
                    number(values.get(5)),
                    ((Value.Str) values.get(6)).text(),
                    texts);
        }
    }

    private static long number(Value value) {
        return ((Value.Int) value).value();
    }

    /**
     * Compares.
     *
     * @return how many programs were loaded and run
     * @throws AssertionError if a form does otherwise
     */
    int compare(Case made, List<Form> forms) {
        Typed.Script script = Stages.check(made);
        Outcome expected = evaluate(made, script);
        int programs = 0;
        for (Form form : forms) {
            CompiledScript compiled = compile(made, form);
            if (compiled == null) {
                continue;
            }
            Outcome outcome = run(occasions(made, script), compiled);
            // Where a loop was cut short, because an old kernel has no patience for it, the script did not do all.
            if (!outcome.losses().containsKey(Loss.ROUNDS)) {
                assertThat(outcome.toString()).as("%s", form).isEqualTo(expected.toString());
            }
            programs += compiled.object().programs().size();
        }
        return programs;
    }

    /**
     * How a case is compiled.
     *
     * @param isa the fourth level for all that the kernels of today have, the third for what 5.15 has
     */
    record Form(IsaLevel isa, boolean optimise) {
        Target target() {
            return Stages.target(isa, Cpus.possible());
        }
    }

    /** Null if the form's kernel is too old for what the script asks for. */
    private static @Nullable CompiledScript compile(Case made, Form form) {
        try {
            return Stages.compile(made, form.target(), form.optimise());
        } catch (Stages.Refused e) {
            if (e.isForNewerKernels()) {
                return null;
            }
            throw e;
        }
    }

    private Outcome evaluate(Case made, Typed.Script script) {
        Evaluator evaluator = new Evaluator(script, made.limits(), surroundings);
        for (Occasion occasion : occasions(made, script)) {
            evaluator.run(occasion);
        }
        return evaluator.outcome();
    }

    /** Of the programs that the kernel runs on demand; those of tracepoints are only loaded. */
    private List<Occasion> occasions(Case made, Typed.Script script) {
        List<ProbePoint> points = Stages.points(script);
        return made.occasions(points, text.address(), false).stream()
                .filter(occasion -> points.get(occasion.probe()).type() == ProgramType.RAW_TRACEPOINT)
                .toList();
    }

    private Outcome run(List<Occasion> occasions, CompiledScript compiled) {
        try (KernelRun run = new KernelRun(compiled, loader)) {
            for (Occasion occasion : occasions) {
                run.run(occasion);
            }
            return run.outcome();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
