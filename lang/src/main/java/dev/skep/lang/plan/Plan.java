package dev.skep.lang.plan;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.check.Body;
import dev.skep.lang.check.Typed;
import dev.skep.lang.target.TracepointFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One program, and how it is attached.
 *
 * @param probes those that it serves; all have one body. Where there are several, {@code dispatch} tells them apart, or
 *     else the attach cookie: it is the index here
 * @param type the program's type
 * @param context what the program finds in its context; asked only if it reads any of it
 * @param expressions of the probes' fields, where they do not lie in the context as the probes describe them: what
 *     gives their values, over the fields of {@code context}
 * @param dispatch how one program serves several system calls; null where it serves one probe
 * @param reason why it is attached in this way, for the user; null where the way is the only one
 */
public record Plan(
        List<Typed.Probe> probes,
        ProgramType type,
        AttachSpec attach,
        Supplier<TracepointFormat> context,
        Map<String, Typed.Expr> expressions,
        @Nullable Dispatch dispatch,
        @Nullable String reason) {
    /** The field of system calls' tracepoints that holds the number. */
    public static final String NUMBER = "__syscall_nr";

    public Plan {
        probes = List.copyOf(probes);
        expressions = Map.copyOf(expressions);
    }

    /** The plain way: as the probe's provider describes it. */
    static Plan plain(Typed.Probe probe, @Nullable String reason) {
        Supplier<TracepointFormat> fields = probe.point().fields();
        return new Plan(
                List.of(probe),
                probe.point().type(),
                probe.point().attach(),
                fields == null ? () -> new TracepointFormat(List.of()) : fields,
                Map.of(),
                null,
                reason);
    }

    /** What runs when one of the probes fires. */
    public Body body() {
        return probes.getFirst().body();
    }

    /** Whether the program would be the same for any other probe with the same body and type. */
    public boolean isShared() {
        return expressions.isEmpty() && dispatch == null;
    }

    /**
     * How a program that runs at every system call finds out whose probe has fired: by the field {@link #NUMBER}.
     *
     * @param compat whether it is a 32-bit call, whose numbers mean other calls: they are left out
     * @param probes by number: the index of the probe; -1 where a number is none of theirs
     */
    public record Dispatch(Typed.Expr compat, List<Integer> probes) {
        public Dispatch {
            probes = List.copyOf(probes);
        }
    }
}
