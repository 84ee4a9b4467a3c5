package dev.skep.lang.lower;

import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.plan.Plan;
import dev.skep.lang.probe.ProbePoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The probe that has fired. What is the same for all probes of a program is a constant in it; what is not, it finds out
 * when it runs. Without such a question, probes share what is made for one of them.
 */
public final class FiredProbe {
    private final Lowering lowering;
    private final Plan plan;

    FiredProbe(Lowering lowering) {
        this.lowering = lowering;
        this.plan = lowering.program().plan();
    }

    /** Writes its full name. */
    public void name(int capacity, Place place) {
        if (plan.dispatch() == null) {
            text(ProbePoint::name, capacity, place);
        } else {
            lowering.program().probe();
            new DispatchLowering(lowering, plan).probeName(capacity, place);
        }
    }

    /** Writes the first part of its name, which all probes of one program share; {@code special} where it is all. */
    public void type(int capacity, Place place) {
        String name = lowering.program().probe().name();
        int colon = name.indexOf(':');
        String type = colon < 0 ? "special" : name.substring(0, colon);
        lowering.writeText(type.getBytes(StandardCharsets.UTF_8), capacity, place);
    }

    /** Writes a text of it. */
    public void text(Function<ProbePoint, String> of, int capacity, Place place) {
        byte[] first = of.apply(lowering.program().probe()).getBytes(StandardCharsets.UTF_8);
        List<byte[]> texts = new ArrayList<>();
        boolean same = true;
        for (Typed.Probe probe : plan.probes()) {
            byte[] text = of.apply(probe.point()).getBytes(StandardCharsets.UTF_8);
            same &= Arrays.equals(first, text);
            texts.add(text);
        }
        if (same) {
            lowering.writeText(first, capacity, place);
        } else {
            new CookieLowering(lowering).text(texts, capacity, place);
        }
    }

    /** A number of it. */
    public Operand number(ToLongFunction<ProbePoint> of) {
        long first = of.applyAsLong(lowering.program().probe());
        List<Long> numbers = new ArrayList<>();
        boolean same = true;
        for (Typed.Probe probe : plan.probes()) {
            long number = of.applyAsLong(probe.point());
            same &= number == first;
            numbers.add(number);
        }
        return same ? Operand.of(first) : new CookieLowering(lowering).number(numbers);
    }

    /** What its program finds in its context. */
    public ProbePoint.Context context() {
        return plan.probes().getFirst().point().context();
    }
}
