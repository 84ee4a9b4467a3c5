package dev.skep.cli;

import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.cli.option.CommandLine;
import dev.skep.cli.option.Option;
import dev.skep.cli.option.UsageException;
import dev.skep.kernel.capability.Capabilities;
import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.explain.Explainer;
import dev.skep.lang.explain.ExplanationText;
import dev.skep.lang.script.AttachFeature;
import dev.skep.lang.script.CompiledScript;
import dev.skep.trace.ChildProcess;
import dev.skep.trace.CommandWords;
import dev.skep.trace.KernelTarget;
import dev.skep.trace.Options;
import dev.skep.trace.Rates;
import dev.skep.trace.Session;
import dev.skep.trace.Sink;
import dev.skep.trace.WatchedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a program and runs it, or shows what the compiler made of it ({@code -d}). */
final class Tracing {
    /** Stands for the process of a command that is not run. */
    private static final int ANY_PROCESS = Integer.MAX_VALUE;

    private final CommandLine line;
    private final Messages messages;

    Tracing(CommandLine line, Messages messages) {
        this.line = line;
        this.messages = messages;
    }

    int run() throws UsageException, CommandException, IOException {
        String stages = line.value(Option.DEBUG);
        String command = line.value(Option.COMMAND);
        String process = line.value(Option.PID);
        Printing printing = Printing.of(line);
        if (command != null && process != null) {
            throw new UsageException("-c and -p exclude each other: trace a new command or a running process");
        }
        if (line.has(Option.RATES) && !line.has(Option.EXPLAIN)) {
            throw new UsageException(
                    "--rates belongs to --explain: it says what the program would cost, and runs it not");
        }
        Options options = Options.DEFAULT;
        CompileOptions compileOptions = Environment.options().withoutFeatures(without());
        if (process != null) {
            int pid = pid(process);
            compileOptions = compileOptions.withPid(pid);
            options = options.withWatched(WatchedProcess.of(pid));
        }
        if (line.has(Option.UNSAFE)) {
            compileOptions = compileOptions.withUnsafe();
        }
        Interrupts interrupts = Interrupts.install();
        Program program = Program.of(line);
        compileOptions = compileOptions.withParameters(program.parameters());
        try (KernelTarget target = new KernelTarget()) {
            if (stages != null) {
                return show(program, target, compileOptions, new Stages(stages, Terminal.output()));
            }
            if (line.has(Option.EXPLAIN)) {
                return explain(
                        program, target, command == null ? compileOptions : compileOptions.withChild(ANY_PROCESS));
            }
            demandRights();
            // The program may ask for the command's process id (cpid), so the process is there first; it waits.
            try (ChildProcess child = command == null ? null : ChildProcess.prepare(words(command))) {
                if (child != null) {
                    compileOptions = compileOptions.withChild((int) child.pid());
                    options = options.withChild(child);
                }
                CompiledScript script = compile(program, target, compileOptions, StageListener.NONE);
                return script == null ? Exit.FAILED : run(target, script, options, printing, interrupts);
            }
        }
    }

    private int show(Program program, KernelTarget target, CompileOptions options, Stages stages)
            throws CommandException {
        if (stages.demandsVerifier()) {
            demandRights();
        }
        CompiledScript script = compile(program, target, options, stages);
        if (script == null) {
            return Exit.FAILED;
        }
        if (!stages.wantsVerifier()) {
            return Exit.OK;
        }
        String complaint = Capabilities.current().complaint();
        if (complaint != null) {
            messages.hint("what the kernel's verifier says is left out: " + complaint);
            return Exit.OK;
        }
        Verifying verifying = new Verifying(script.object());
        stages.verifier(verifying.run(target));
        return verifying.accepted() ? Exit.OK : Exit.FAILED;
    }

    private int explain(Program program, KernelTarget target, CompileOptions options)
            throws CommandException, IOException {
        boolean counts = line.has(Option.RATES);
        if (counts) {
            demandRights();
        }
        CompiledScript script = compile(program, target, options, StageListener.NONE);
        if (script == null) {
            return Exit.FAILED;
        }
        String text = ExplanationText.of(Explainer.explain(script, target.possibleCpus()));
        if (counts) {
            List<Rates.Rate> rates = Rates.count(target, program.source(), script, options, Duration.ofSeconds(1));
            text += "\n" + RatesText.of(rates, Runtime.getRuntime().availableProcessors());
        }
        return Terminal.print(text);
    }

    private @Nullable CompiledScript compile(
            Program program, KernelTarget target, CompileOptions options, StageListener listener) {
        Compilation compilation = new Compiler(target, options, listener).compile(program.source());
        messages.diagnostics(
                compilation.diagnostics().all(), compilation.diagnostics().dropped());
        return compilation.script();
    }

    private int run(
            KernelTarget target, CompiledScript script, Options options, Printing printing, Interrupts interrupts)
            throws CommandException, IOException {
        try (OutputStream out = printing.open()) {
            Sink sink = printing.sink(out);
            describe(script);
            interrupts.begin();
            try (Session session = Session.open(target, script, options, sink)) {
                interrupts.watch(session);
                if (!line.has(Option.DRY_RUN)) {
                    session.run();
                }
                if (options.child() != null && options.child().refused()) {
                    messages.error("the command of -c could not be run");
                    return Exit.FAILED;
                }
                return session.exitCode();
            }
        }
    }

    /** What {@code -v} tells: programs and maps. */
    private void describe(CompiledScript script) {
        if (!messages.verbose()) {
            return;
        }
        for (CompiledScript.Probe probe : script.probes()) {
            messages.detail("probe " + probe.point().name() + ": program " + probe.program());
        }
        for (ProgramSpec program : script.object().programs()) {
            messages.detail("program " + program.name() + ": " + program.type() + ", "
                    + program.functions().getFirst().instructions().size() + " instructions, " + program.attach());
        }
        for (MapSpec map : script.object().maps()) {
            messages.detail("map " + map.name() + ": " + map.type() + ", key " + map.keySize() + " bytes, value "
                    + map.valueSize() + " bytes, " + map.maxEntries() + " entries");
        }
    }

    /** Says at once, and in one line, what else would come back as the refusal of some file or call. */
    private static void demandRights() throws CommandException {
        String complaint = Capabilities.current().complaint();
        if (complaint != null) {
            throw new CommandException(complaint);
        }
    }

    /** The ways to attach that the user switches off. */
    private Set<AttachFeature> without() throws UsageException {
        Set<AttachFeature> without = EnumSet.noneOf(AttachFeature.class);
        String names = line.value(Option.NO_FEATURE);
        if (names != null) {
            for (String name : names.split(",", -1)) {
                AttachFeature feature = AttachFeature.of(name);
                if (feature == null) {
                    throw new UsageException("--no-feature takes " + String.join(", ", Option.NO_FEATURE.choices())
                            + ", not '" + name + "'");
                }
                without.add(feature);
            }
        }
        return without;
    }

    private static List<String> words(String command) throws UsageException {
        try {
            return CommandWords.split(command);
        } catch (IllegalArgumentException e) {
            throw new UsageException("-c: " + e.getMessage());
        }
    }

    private static int pid(String text) throws UsageException {
        try {
            int pid = Integer.parseInt(text);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException e) {
            // Said below, as for other numbers that are no process.
        }
        throw new UsageException("-p takes the id of a process, not '" + text + "'");
    }
}
