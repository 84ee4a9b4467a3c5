package dev.skep.lang.probe;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/** Where a provider puts the places that an attach point stands for, and what is wrong with it. */
public final class Expansion {
    private final Target target;
    private final Diagnostics diagnostics;
    private final List<ProbePoint> points = new ArrayList<>();

    public Expansion(Target target, Diagnostics diagnostics) {
        this.target = target;
        this.diagnostics = diagnostics;
    }

    public Target target() {
        return target;
    }

    /** What was found, in order. */
    public List<ProbePoint> points() {
        return points;
    }

    void add(ProbePoint point) {
        points.add(point);
    }

    /** An error in the attach point as a whole. */
    void error(Code code, AttachPattern point, String message, String... hints) {
        diagnostics.error(code, point.span(), message, hints);
    }
}
