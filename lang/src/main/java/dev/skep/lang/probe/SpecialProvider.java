package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.target.Target;
import java.util.List;

/** {@code begin} and {@code end}: run once by the session itself, through {@code BPF_PROG_TEST_RUN} (kernel 5.10). */
final class SpecialProvider implements ProbeProvider {
    private final String name;
    private final ProbePoint.Kind kind;

    SpecialProvider(String name, ProbePoint.Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return List.of();
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        if (point.size() > 1) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    name + " probe type requires 0 arguments",
                    "it is written: " + name + " { ... }");
            return;
        }
        // The raw tracepoint's type is the one of tracing programs that the kernel runs on demand.
        expansion.add(new ProbePoint(name, kind, new AttachSpec.Manual(), ProgramType.RAW_TRACEPOINT, null));
    }

    /** Only listed when asked for by name: there is nothing to find out about it. */
    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {}
}
