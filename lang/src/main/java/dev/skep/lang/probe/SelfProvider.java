package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.Target;
import java.util.List;

/** {@code self:signal:SIGUSR1}: runs when the tracer itself gets a signal, through {@code BPF_PROG_TEST_RUN}. */
final class SelfProvider implements ProbeProvider {
    /** What can be taken: signals that neither the kernel nor the JVM keeps, and that do not end the tracing. */
    private static final List<String> SIGNALS = List.of(
            "SIGALRM",
            "SIGCHLD",
            "SIGCONT",
            "SIGHUP",
            "SIGIO",
            "SIGPROF",
            "SIGPWR",
            "SIGSTKFLT",
            "SIGSYS",
            "SIGTRAP",
            "SIGTSTP",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGUSR1",
            "SIGVTALRM",
            "SIGWINCH",
            "SIGXCPU");

    @Override
    public String name() {
        return "self";
    }

    @Override
    public List<String> aliases() {
        return List.of();
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        String signal = point.part(2);
        if (point.size() != 3 || !point.part(1).equals("signal") || signal.isEmpty()) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    "self probe type requires 2 arguments, the first of them 'signal'",
                    "it is written: self:signal:SIGUSR1");
            return;
        }
        if (SIGNALS.contains(signal)) {
            expansion.add(new ProbePoint(
                    "self:signal:" + signal,
                    ProbePoint.Kind.SIGNAL,
                    new AttachSpec.Signal(signal),
                    ProgramType.RAW_TRACEPOINT,
                    null));
            return;
        }
        String owner = owner(signal);
        if (!owner.isEmpty()) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    signal + " can not be taken: " + owner,
                    "SIGUSR1 and SIGWINCH are free");
            return;
        }
        String[] near = Suggestions.hints(signal, SIGNALS);
        expansion.error(
                Code.NO_SUCH_PROBE,
                point,
                "there is no signal '" + signal + "' that can be taken",
                near.length > 0 ? near : new String[] {"they are: " + String.join(", ", SIGNALS)});
    }

    /** What a signal is needed for, or the empty string if there is none of that name. Source: HotSpot, signals_posix.cpp. */
    private static String owner(String signal) {
        return switch (signal) {
            case "SIGKILL", "SIGSTOP" -> "no process can";
            case "SIGINT", "SIGTERM" -> "it ends the tracing, end probes and all";
            case "SIGQUIT" -> "on it the Java virtual machine lists its threads";
            case "SIGUSR2" -> "the Java virtual machine stops its threads with it";
            case "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGPIPE", "SIGXFSZ" ->
                "the Java virtual machine needs it for its own faults";
            case "SIGABRT" -> "the Java virtual machine ends with it";
            default -> "";
        };
    }

    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        boolean kind = pattern.size() == 1 || new Glob(pattern.getFirst()).matches("signal");
        Glob glob = new Glob(pattern.getLast());
        for (String signal : SIGNALS) {
            if (kind && glob.matches(signal)) {
                out.add(new ProbeEntry("self:signal:" + signal, null));
            }
        }
    }
}
