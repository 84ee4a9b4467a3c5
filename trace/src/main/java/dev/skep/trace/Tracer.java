package dev.skep.trace;

import dev.skep.lang.compile.Compilation;
import dev.skep.lang.compile.CompileOptions;
import dev.skep.lang.compile.Compiler;
import dev.skep.lang.compile.StageListener;
import dev.skep.lang.script.CompiledScript;
import dev.skep.lang.source.Source;

/**
 * The short way from a script's text to its events: compiles for the running kernel, and opens sessions.
 *
 * <pre>{@code
 * try (Tracer tracer = new Tracer();
 *         Session session = tracer.open("t:raw_syscalls:sys_enter { @[comm] = count(); }", new Sink() {})) {
 *     session.poll(Duration.ofSeconds(5));
 *     System.out.println(session.map("@"));
 * }
 * }</pre>
 *
 * <p>{@code docs/library.md} has a whole program.
 */
public final class Tracer implements AutoCloseable {
    private final KernelTarget kernel = new KernelTarget();

    /** Reads nothing yet; needs root, or CAP_BPF, CAP_PERFMON and CAP_DAC_READ_SEARCH, once it does. */
    public Tracer() {}

    /** The kernel that scripts are compiled for. */
    public KernelTarget kernel() {
        return kernel;
    }

    /**
     * Compiles a script.
     *
     * @throws ScriptException if there are errors in it
     */
    public CompiledScript compile(String script, CompileOptions options) {
        Compilation compilation =
                new Compiler(kernel, options, StageListener.NONE).compile(new Source("script", script));
        CompiledScript compiled = compilation.script();
        if (compiled == null) {
            throw new ScriptException(compilation.diagnostics());
        }
        return compiled;
    }

    /**
     * Compiles a script, loads it, runs its begin probes and attaches the others.
     *
     * @throws ScriptException if there are errors in it
     * @throws dev.skep.kernel.KernelException if the kernel refuses it
     */
    public Session open(String script, Sink sink) {
        return Session.open(kernel, compile(script, CompileOptions.DEFAULT), Options.DEFAULT, sink);
    }

    /** Sessions that are open stay so. */
    @Override
    public void close() {
        kernel.close();
    }
}
