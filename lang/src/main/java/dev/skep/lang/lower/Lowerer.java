package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.check.Body;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.plan.Plan;
import dev.skep.lang.plan.Planner;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.Limits;
import dev.skep.lang.target.Target;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Lowers a checked script: a program for each probe. Programs that do the same have the same functions. */
public final class Lowerer {
    private final ScriptMaps maps;
    private final int pid;
    private final Target target;
    private final CodeBudget budget = new CodeBudget();
    /** What was made and does not depend on the probe, by body. */
    private final Map<Body, List<Shared>> shared = new IdentityHashMap<>();

    private Lowerer(ScriptMaps maps, int pid, Target target) {
        this.maps = maps;
        this.pid = pid;
        this.target = target;
    }

    /** Lowers a script whose probes are attached in the plain way. */
    public static Lowered lower(Typed.Script script, Limits limits, int pid, Target target) {
        return lower(script, Planner.plain(script), limits, pid, target);
    }

    /**
     * Lowers a script.
     *
     * @param plans how its probes are attached: a program each
     * @param pid the process that events are taken of, begin and end probes apart; 0 for all
     * @param target what the kernel can do
     * @throws TooLongException if more would come of it than the kernel takes
     */
    public static Lowered lower(Typed.Script script, List<Plan> plans, Limits limits, int pid, Target target) {
        ScriptMaps maps = new ScriptMaps(script, limits);
        Lowerer lowerer = new Lowerer(maps, pid, target);
        List<IrProgram> programs = new ArrayList<>(plans.size());
        for (Plan plan : plans) {
            programs.add(lowerer.program(plan, "p" + programs.size()));
        }
        return new Lowered(programs, maps.specs(), maps.infos(), maps.events(), maps.system());
    }

    private IrProgram program(Plan plan, String prefix) {
        String name = plan.probes().getFirst().point().name();
        AttachSpec attach = plan.attach() instanceof AttachSpec.Iterator iterator
                ? new AttachSpec.Iterator(iterator.name(), iterator.pin(), pid)
                : plan.attach();
        return new IrProgram(
                prefix + "_" + shortName(name), name, plan.type(), attach, plan.context(), functions(plan));
    }

    /** Functions that serve every probe of a type, if its events are all filtered or none is. */
    private record Shared(ProgramType type, ProbePoint.Kind kind, List<IrFunction> functions) {}

    /** The functions of a probe's program, made for it or for another probe before. */
    private List<IrFunction> functions(Plan plan) {
        ProbePoint.Kind kind = plan.probes().getFirst().point().kind();
        List<Shared> ofBody = shared.computeIfAbsent(plan.body(), body -> new ArrayList<>(1));
        for (Shared known : ofBody) {
            if (plan.isShared() && known.type() == plan.type() && known.kind() == kind) {
                return known.functions();
            }
        }
        if (plan.attach().preemptible()) {
            // Whether there is too little scratch memory is counted.
            maps.losses();
        }
        ProgramLowering lowering = new ProgramLowering(maps, budget, plan, target);
        IrFunction main = main(plan, kind, new Lowering(lowering));
        List<IrFunction> functions = lowering.functions(main);
        budget.add(functions);
        if (plan.isShared() && !lowering.own()) {
            ofBody.add(new Shared(plan.type(), kind, functions));
        }
        return functions;
    }

    /** The last part of a probe's name as a C identifier: tools list the kernel's programs by it. */
    private static String shortName(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = name.lastIndexOf(':') + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            out.append(plain ? c : '_');
        }
        return out.toString();
    }

    private IrFunction main(Plan plan, ProbePoint.Kind kind, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        ir.at(plan.body().span());
        Block skipped = ir.newBlock();
        if (plan.dispatch() != null) {
            new DispatchLowering(lowering, plan).enter(skipped);
        }
        if (plan.attach() instanceof AttachSpec.Iterator iterator) {
            new WalkLowering(lowering, target).enter(iterator, skipped);
        } else if (pid != 0 && kind == ProbePoint.Kind.EVENT) {
            Reg ids = ir.call(Helper.GET_CURRENT_PID_TGID);
            enter(Condition.EQ, ir.binary(BinaryOp.LSHR, ids, Operand.of(32)), Operand.of(pid), skipped, lowering);
        }
        Typed.Expr predicate = plan.body().predicate();
        if (predicate != null) {
            Block taken = ir.newBlock();
            lowering.conditions().branch(predicate, taken, skipped);
            ir.seal(taken);
            ir.position(taken);
        }
        plan.body().block().accept(new StatementLowering(lowering));
        if (!ir.isTerminated()) {
            ir.at(plan.body().span());
            ir.ret(Operand.of(0));
        }
        ir.seal(skipped);
        ir.position(skipped);
        ir.ret(Operand.of(0));
        return lowering.finish();
    }

    private static void enter(Condition condition, Operand left, Operand right, Block skipped, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        Block taken = ir.newBlock();
        ir.branch(condition, left, right, taken, skipped);
        ir.seal(taken);
        ir.position(taken);
    }
}
