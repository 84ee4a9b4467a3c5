package dev.skep.lang.property;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.lang.check.Checker;
import dev.skep.lang.check.Names;
import dev.skep.lang.check.Setting;
import dev.skep.lang.check.Typed;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.diagnostic.DiagnosticPrinter;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.function.Functions;
import dev.skep.lang.generate.Event;
import dev.skep.lang.ir.IrVerifier;
import dev.skep.lang.lower.Lowered;
import dev.skep.lang.lower.Lowerer;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.resolve.ResolveOptions;
import dev.skep.lang.resolve.ResolvedScript;
import dev.skep.lang.resolve.Resolver;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.RecordedTarget;
import dev.skep.lang.target.Recording;
import dev.skep.lang.target.Target;
import java.util.List;

/** Takes the script of a case through the stages of the compiler. */
final class Stages {
    private Stages() {}

    /** The compiler refuses a script. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refused(Diagnostics diagnostics) {
            super(new DiagnosticPrinter(false).print(diagnostics));
        }

        /** Whether the kernel is too old for what the script asks for: the message names a helper that it lacks. */
        boolean isForNewerKernels() {
            return String.valueOf(getMessage()).contains("bpf_");
        }
    }

    /** A kernel of today with two CPUs. */
    static Target today() {
        return target(IsaLevel.V4, 2);
    }

    /**
     * Two kernels: one of today, which has all instructions and helpers, or 5.15.
     *
     * @param isa the fourth level for the one of today
     */
    static Target target(IsaLevel isa, int cpus) {
        String calls = isa == IsaLevel.V4 ? "function bpf_rdonly_cast\n" : "helpers " + OldKernel.LAST_HELPER + "\n";
        return new RecordedTarget(calls + Event.RECORDING, Recording.types(), Arch.X86_64, isa, cpus);
    }

    /**
     * The syntax tree.
     *
     * @throws Refused if the script is wrong
     */
    static Ast.Script parse(Case made) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source("generated", made.text()), diagnostics);
        check(diagnostics);
        return script;
    }

    /**
     * The typed tree.
     *
     * @throws Refused if the script is wrong
     */
    static Typed.Script check(Case made) {
        Diagnostics diagnostics = new Diagnostics();
        Target target = today();
        ResolvedScript resolved = Resolver.resolve(parse(made), target, ResolveOptions.DEFAULT, diagnostics);
        check(diagnostics);
        Setting setting = new Setting(new Names(Functions.all(0)), made.limits(), target);
        Typed.Script typed = Checker.check(resolved, setting, diagnostics);
        check(diagnostics);
        return typed;
    }

    /** The probes of a script. */
    static List<ProbePoint> points(Typed.Script script) {
        return script.probes().stream().map(Typed.Probe::point).toList();
    }

    /** The IR, verified. */
    static Lowered lower(Typed.Script script, Case made) {
        Lowered lowered = Lowerer.lower(script, made.limits(), 0, today());
        lowered.programs().forEach(IrVerifier::verify);
        return lowered;
    }

    /**
     * The whole way.
     *
     * @throws Refused if the script is wrong, or too big
     */
    static CompiledScript compile(Case made, Target target, boolean optimise) {
        CompileOptions options = CompileOptions.DEFAULT.withLimits(made.limits());
        Compilation compilation = new Compiler(
                        target, optimise ? options : options.withoutOptimiser(), StageListener.NONE)
                .compile(new Source("generated", made.text()));
        CompiledScript script = compilation.script();
        if (script == null) {
            throw new Refused(compilation.diagnostics());
        }
        return script;
    }

    private static void check(Diagnostics diagnostics) {
        if (diagnostics.hasErrors()) {
            throw new Refused(diagnostics);
        }
    }
}
