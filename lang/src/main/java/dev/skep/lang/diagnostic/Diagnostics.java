package dev.skep.lang.diagnostic;

import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Collects what the stages find, in order. Bounded: after {@value #LIMIT} errors the rest is dropped and counted. */
public final class Diagnostics {
    /** More errors than this help nobody. */
    public static final int LIMIT = 100;

    private final List<Diagnostic> all = new ArrayList<>();
    private int errors;
    private int dropped;

    /** Nothing found yet. */
    public Diagnostics() {}

    public void error(Code code, Span span, String message, String... hints) {
        errors++;
        add(new Diagnostic(code, Severity.ERROR, span, message, List.of(hints)));
    }

    public void warning(Code code, Span span, String message, String... hints) {
        add(new Diagnostic(code, Severity.WARNING, span, message, List.of(hints)));
    }

    /** Takes over all that another collection holds. */
    public void addAll(Diagnostics others) {
        errors += others.errors;
        dropped += others.dropped;
        for (Diagnostic other : others.all) {
            add(other);
        }
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** Whether what comes now is only counted. */
    public boolean isFull() {
        return all.size() >= LIMIT;
    }

    /** All that was kept, in the order in which it was found. */
    public List<Diagnostic> all() {
        return List.copyOf(all);
    }

    /** How many were found but not kept. */
    public int dropped() {
        return dropped;
    }

    private void add(Diagnostic diagnostic) {
        if (all.size() < LIMIT) {
            all.add(diagnostic);
        } else {
            dropped++;
        }
    }
}
