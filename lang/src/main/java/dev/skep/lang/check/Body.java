package dev.skep.lang.check;

import dev.skep.lang.source.Span;
import org.jspecify.annotations.Nullable;

/** What runs when a probe fires: part of the typed tree. Compared by identity: many probes may share one. */
public final class Body {
    private final Typed.@Nullable Expr predicate;
    private final Typed.Block block;
    private final Span span;
    private final EventView event;

    Body(Typed.@Nullable Expr predicate, Typed.Block block, Span span, EventView event) {
        this.predicate = predicate;
        this.block = block;
        this.span = span;
        this.event = event;
    }

    public Typed.@Nullable Expr predicate() {
        return predicate;
    }

    public Typed.Block block() {
        return block;
    }

    /** What was asked of the event. */
    public EventView event() {
        return event;
    }

    /** The probe in the source, attach points included. */
    public Span span() {
        return span;
    }
}
