package dev.skep.lang.plan;

import dev.skep.bpf.spec.AttachSpec;
import org.jspecify.annotations.Nullable;

/** Where the fields of tracepoints come from: the table. */
final class RawFields {

    /** An expression over the arguments of the tracepoint's raw tracepoint, or null if none is known. */
    @Nullable
    String expression(AttachSpec.Tracepoint tracepoint, String field) {
        return null;
    }
}
