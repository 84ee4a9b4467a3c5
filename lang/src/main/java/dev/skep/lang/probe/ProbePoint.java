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

    /** What a probe's program finds in its context. */
    public enum Context {
        /** The registers at the entry of a function of a user program. */
        FUNCTION_ENTRY,
        /** The registers behind the return of a function of a user program. */
        FUNCTION_RETURN,
        /** The registers of what was interrupted. */
        SAMPLE,
        /** The arguments of a raw tracepoint. */
        ARGUMENTS,
        /** Something else, or nothing. */
        OTHER;

        /** Whether it is registers. */
        public boolean isRegisters() {
            return this == FUNCTION_ENTRY || this == FUNCTION_RETURN || this == SAMPLE;
        }
    }

    /** What its program finds in its context when it is attached in the plain way. */
    public Context context() {
        if (attach instanceof AttachSpec.Uprobe place) {
            return place.atReturn() ? Context.FUNCTION_RETURN : Context.FUNCTION_ENTRY;
        } else if (attach instanceof AttachSpec.RawTracepoint) {
            return Context.ARGUMENTS;
        }
        return type == ProgramType.PERF_EVENT ? Context.SAMPLE : Context.OTHER;
    }

    /** The function of a user program that it is in, or the address if that is all that is known; empty for others. */
    public String function() {
        if (!(attach instanceof AttachSpec.Uprobe place)) {
            return "";
        }
        int plus = place.name().lastIndexOf('+');
        return plus < 0 ? place.name() : place.name().substring(0, plus);
    }

    /** Where it is in the file of a user program, in bytes. */
    public long fileOffset() {
        return ((AttachSpec.Uprobe) attach).offset();
    }

    /** The file of a user program that it is in; empty for others. */
    public String file() {
        return attach instanceof AttachSpec.Uprobe place ? place.path() : "";
    }

    /** When a probe runs. */
    public enum Kind {
        /** Once, before anything is attached. */
        BEGIN,
        /** Once, after everything is detached. */
        END,
        /** When the tracer gets a signal. */
        SIGNAL,
        /** When its event happens. */
        EVENT
    }
}
