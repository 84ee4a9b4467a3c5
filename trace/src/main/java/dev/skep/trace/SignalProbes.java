package dev.skep.trace;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.kernel.process.SignalWatch;
import dev.skep.lang.script.CompiledScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The probes of signals that this process gets: the thread that takes a signal notes it, and the session runs the programs. */
final class SignalProbes implements AutoCloseable {
    /** The programs of each signal, in the script's order. */
    private final Map<String, List<String>> programs = new LinkedHashMap<>();

    private final List<SignalWatch> watches = new ArrayList<>(0);
    private final Queue<List<String>> pending = new ConcurrentLinkedQueue<>();

    SignalProbes(CompiledScript script) {
        for (CompiledScript.Probe probe : script.probes()) {
            if (probe.point().attach() instanceof AttachSpec.Signal signal) {
                List<String> known = programs.get(signal.name());
                if (known == null) {
                    known = new ArrayList<>(1);
                    programs.put(signal.name(), known);
                }
                known.add(probe.program());
            }
        }
    }

    /**
     * Takes the signals.
     *
     * @param wake is called, by another thread, when there is something to {@link #take}
     */
    void watch(Runnable wake) {
        for (Map.Entry<String, List<String>> signal : programs.entrySet()) {
            watches.add(SignalWatch.on(signal.getKey(), () -> {
                pending.add(signal.getValue());
                wake.run();
            }));
        }
    }

    /** Whether signals are waited for. */
    boolean isWatching() {
        return !watches.isEmpty();
    }

    /** The programs of the next signal that came, or null if there is none. */
    @Nullable
    List<String> take() {
        return pending.poll();
    }

    /** Gives the signals back. */
    @Override
    public void close() {
        for (SignalWatch watch : watches) {
            watch.close();
        }
        watches.clear();
    }
}
