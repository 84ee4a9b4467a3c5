package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/** Where a provider puts the places that an attach point stands for, and what is wrong with it. */
public final class Expansion {
    private final Target target;
    private final int process;
    private final Diagnostics diagnostics;
    private final List<ProbePoint> points = new ArrayList<>();

    /** @param process the process that probes of user programs are bound to; 0 for all */
    public Expansion(Target target, int process, Diagnostics diagnostics) {
        this.target = target;
        this.process = process;
        this.diagnostics = diagnostics;
    }

    public Target target() {
        return target;
    }

    /** The process that probes of user programs are bound to; 0 for all. */
    int process() {
        return process;
    }

    /** What was found, in order. */
    public List<ProbePoint> points() {
        return points;
    }

    void add(ProbePoint point) {
        points.add(point);
    }

    void warning(Code code, AttachPattern point, String message, String... hints) {
        diagnostics.warning(code, point.span(), message, hints);
    }

    /** An error in the attach point as a whole. */
    void error(Code code, AttachPattern point, String message, String... hints) {
        diagnostics.error(code, point.span(), message, hints);
    }
}
