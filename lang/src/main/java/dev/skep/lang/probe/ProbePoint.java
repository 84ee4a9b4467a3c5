package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.TracepointFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One expanded probe: a single place that one program attaches to.
 *
 * @param name in full, as the {@code probe} builtin gives it: {@code tracepoint:syscalls:sys_enter_openat}
 * @param kind when it runs
 * @param attach how it is attached in the plain way
 * @param type the type of its program in the plain way
 * @param fields what {@code args} has, found when first asked; null where the probe has no {@code args}
 */
public record ProbePoint(
        String name,
        Kind kind,
        AttachSpec attach,
        ProgramType type,
        @Nullable Supplier<TracepointFormat> fields) {

    /** When a probe runs. */
    public enum Kind {
        /** Once, before anything is attached. */
        BEGIN,
        /** Once, after everything is detached. */
        END,
        /** When its event happens. */
        EVENT
    }
}
