package dev.skep.lang.compile;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.lang.check.Checker;
import dev.skep.lang.check.Names;
import dev.skep.lang.check.Setting;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.TypedPrinter;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.emit.Emission;
import dev.skep.lang.emit.Emitter;
import dev.skep.lang.emit.MissingInstructionException;
import dev.skep.lang.emit.SharedEmitter;
import dev.skep.lang.emit.TooBigException;
import dev.skep.lang.function.Functions;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.lower.Lowered;
import dev.skep.lang.lower.Lowerer;
import dev.skep.lang.lower.TooLongException;
import dev.skep.lang.optimise.Optimiser;
import dev.skep.lang.plan.Plan;
import dev.skep.lang.plan.Planner;
import dev.skep.lang.resolve.ConfigResolver;
import dev.skep.lang.resolve.ResolvedScript;
import dev.skep.lang.resolve.Resolver;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.script.Config;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.AstPrinter;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compiles scripts for one target. A stage that finds errors is the last one; so one run shows all errors of a kind and
 * none that follow from them.
 */
public final class Compiler {
    private static final String SPLIT = "split it into several probes of the same event";

    private final Target target;
    private final CompileOptions options;
    private final StageListener listener;

    public Compiler(Target target, CompileOptions options, StageListener listener) {
        this.target = target;
        this.options = options;
        this.listener = listener;
    }

    /** Compiles a script. */
    public Compilation compile(Source source) {
        Diagnostics diagnostics = new Diagnostics();

        Ast.Script script = Parser.parse(source, diagnostics);
        if (diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics);
        }
        show(script);

        CompileOptions options = this.options.under(ConfigResolver.resolve(script, diagnostics));
        ResolvedScript resolved = Resolver.resolve(script, target, options.resolve(), diagnostics);
        if (diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics);
        }

        Setting setting = new Setting(
                new Names(Functions.all(options.child())),
                options.limits(),
                target,
                options.environment(),
                options.unsafe());
        Typed.Script typed = Checker.check(resolved, setting, diagnostics);
        if (diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics);
        }
        show(typed);

        List<Plan> plans = Planner.plan(typed, setting, options.without());
        Lowered lowered;
        try {
            lowered = Lowerer.lower(typed, plans, options.limits(), options.pid(), target);
        } catch (TooLongException e) {
            String wayOut = e.ofProgram() ? SPLIT : "run it as several scripts";
            diagnostics.error(Code.PROGRAM_TOO_BIG, e.span(), String.valueOf(e.getMessage()), wayOut);
            return new Compilation(null, diagnostics);
        }
        show(Stage.IR, lowered.programs());

        optimise(lowered.programs());
        show(Stage.IR_OPT, lowered.programs());

        MissingHelpers.report(lowered.programs(), target, diagnostics);
        PinnedWalks.report(lowered.programs(), diagnostics);
        if (diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics);
        }
        ObjectSpec object = emit(plans, lowered, options.environment(), diagnostics);
        if (diagnostics.hasErrors()) {
            return new Compilation(null, diagnostics);
        }
        show(object);

        return new Compilation(compiled(typed, plans, lowered, object, options, diagnostics), diagnostics);
    }

    private void optimise(List<IrProgram> programs) {
        if (options.optimise()) {
            Optimiser optimiser = new Optimiser();
            Set<IrFunction> done = Collections.newSetFromMap(new IdentityHashMap<>());
            for (IrProgram program : programs) {
                // Programs that do the same share their functions.
                if (done.add(program.main())) {
                    optimiser.run(program);
                }
            }
        }
    }

    private ObjectSpec emit(List<Plan> plans, Lowered lowered, Config config, Diagnostics diagnostics) {
        SharedEmitter emitter = new SharedEmitter(new Emitter(
                new Emitter.Options(target.isa(), config.number(ConfigKey.ON_STACK_LIMIT), options.optimise())));
        List<MapSpec> maps = new ArrayList<>(lowered.maps());
        List<ProgramSpec> programs = new ArrayList<>(lowered.programs().size());
        for (int i = 0; i < lowered.programs().size(); i++) {
            try {
                Emission emission = emitter.emit(lowered.programs().get(i));
                programs.add(emission.program());
                maps.addAll(emission.maps());
            } catch (TooBigException e) {
                Span span = plans.get(i).body().span();
                diagnostics.error(
                        Code.PROGRAM_TOO_BIG, span, "This probe is too big for the kernel: " + e.getMessage(), SPLIT);
                break;
            } catch (MissingInstructionException e) {
                diagnostics.error(Code.UNSUPPORTED_USE, e.span(), "This needs " + e.getMessage());
                break;
            }
        }
        return new ObjectSpec(config.text(ConfigKey.LICENSE), maps, programs);
    }

    private static CompiledScript compiled(
            Typed.Script typed,
            List<Plan> plans,
            Lowered lowered,
            ObjectSpec object,
            CompileOptions options,
            Diagnostics diagnostics) {
        Map<Typed.Probe, Integer> programs = new IdentityHashMap<>();
        for (int i = 0; i < plans.size(); i++) {
            for (Typed.Probe probe : plans.get(i).probes()) {
                programs.put(probe, i);
            }
        }
        List<CompiledScript.Probe> probes = new ArrayList<>(typed.probes().size());
        for (Typed.Probe probe : typed.probes()) {
            int program = Objects.requireNonNull(programs.get(probe));
            probes.add(new CompiledScript.Probe(
                    probe.point(),
                    object.programs().get(program).name(),
                    plans.get(program).reason()));
        }
        return new CompiledScript(
                object,
                probes,
                lowered.infos(),
                lowered.events(),
                lowered.system(),
                options.limits().stringCapacity(),
                diagnostics.all(),
                options.environment());
    }

    // ------------------------------------------------------------------------------------------------------- dumps

    private void show(Ast.Script script) {
        if (listener.wants(Stage.AST)) {
            listener.text(Stage.AST, AstPrinter.print(script));
        }
        listener.finished(Stage.AST);
    }

    private void show(Typed.Script script) {
        if (listener.wants(Stage.TYPES)) {
            listener.text(Stage.TYPES, TypedPrinter.print(script));
        }
        listener.finished(Stage.TYPES);
    }

    private void show(Stage stage, List<IrProgram> programs) {
        if (listener.wants(stage)) {
            StringBuilder text = new StringBuilder();
            for (IrProgram program : programs) {
                text.append(IrPrinter.print(program));
            }
            listener.text(stage, text.toString());
        }
        listener.finished(stage);
    }

    private void show(ObjectSpec object) {
        if (listener.wants(Stage.BPF)) {
            listener.text(Stage.BPF, ObjectPrinter.print(object));
        }
        listener.finished(Stage.BPF);
    }
}
