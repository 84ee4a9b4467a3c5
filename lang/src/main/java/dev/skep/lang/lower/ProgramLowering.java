package dev.skep.lang.lower;

import dev.skep.lang.check.Body;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.plan.Plan;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.List;

/** What the functions of one program share while they are being written: the main one, and the bodies of its loops. */
final class ProgramLowering {
    private final ScriptMaps script;
    private final CodeBudget budget;
    private final Plan plan;
    private final Target target;
    private final Body body;
    private final List<IrFunction> outlined = new ArrayList<>(0);
    /** Whether the program is for its probe alone. */
    private boolean own;

    private int names;
    private int branches;
    private int loops;

    ProgramLowering(ScriptMaps script, CodeBudget budget, Plan plan, Target target) {
        this.script = script;
        this.budget = budget;
        this.plan = plan;
        this.body = plan.body();
        this.target = target;
    }

    ScriptMaps script() {
        return script;
    }

    CodeBudget budget() {
        return budget;
    }

    /** How the program is attached, and where it finds the event's fields. */
    Plan plan() {
        return plan;
    }

    /** The probe, or the first of them. Who asks for it makes the program one that no other probe can share. */
    ProbePoint probe() {
        own = true;
        return plan.probes().getFirst().point();
    }

    /** Whether the program would be another one for another probe with the same body and type. */
    boolean own() {
        return own;
    }

    Target target() {
        return target;
    }

    /** A name that no other function of the program has. */
    String newName(String kind) {
        return kind + ++names;
    }

    /** Takes some of the branches that the verifier may put off, if so many are left. */
    boolean takeBranches(int count, int most) {
        if (branches + count > most) {
            return false;
        }
        branches += count;
        return true;
    }

    /** How many loops there are that are not in another; at least 1. */
    int loops() {
        if (loops == 0) {
            loops = Math.max(1, LoopShape.of(body.predicate(), body.block(), 1).loops());
        }
        return loops;
    }

    void add(IrFunction function) {
        outlined.add(function);
    }

    /** All functions, the main one first. */
    List<IrFunction> functions(IrFunction main) {
        List<IrFunction> functions = new ArrayList<>(1 + outlined.size());
        functions.add(main);
        functions.addAll(outlined);
        return functions;
    }
}
