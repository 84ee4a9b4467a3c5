package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Purity;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.ir.Uses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes instructions that have no effect and whose result nothing needs, and parameters that nothing needs, with their
 * arguments.
 *
 * <pre>
 * %1 = call ktime_get_ns()    →  return 0
 * %2 = %1 + 1
 * return 0
 * </pre>
 */
final class DeadCode implements Pass {
    @Override
    public String name() {
        return "dead-code";
    }

    @Override
    public int interests() {
        return VALUES | EDGES | REMOVALS;
    }

    @Override
    public int run(IrFunction function) {
        BitSet live = new Marking(function).mark();
        boolean changed = false;
        for (Block block : function.blocks()) {
            changed |= sweep(block, live);
        }
        for (Block block : function.blocks()) {
            block.terminate(sweep(block.terminator(), live));
        }
        for (Block block : function.blocks()) {
            List<Reg> parameters = block.parameters();
            for (int i = parameters.size() - 1; i >= 0; i--) {
                if (!live.get(parameters.get(i).id())) {
                    parameters.remove(i);
                    changed = true;
                }
            }
        }
        return changed ? REMOVALS : 0;
    }

    private static boolean sweep(Block block, BitSet live) {
        List<Inst> kept = new ArrayList<>(block.instructions().size());
        for (Inst inst : block.instructions()) {
            Reg result = inst.result();
            if (result == null || live.get(result.id()) || !Purity.isRemovable(inst)) {
                kept.add(inst);
            }
        }
        if (kept.size() == block.instructions().size()) {
            return false;
        }
        block.instructions().clear();
        block.instructions().addAll(kept);
        return true;
    }

    private static Terminator sweep(Terminator terminator, BitSet live) {
        if (terminator instanceof Branch branch) {
            Edge yes = sweep(branch.yes(), live);
            Edge no = sweep(branch.no(), live);
            return yes == branch.yes() && no == branch.no()
                    ? branch
                    : new Branch(branch.condition(), branch.left(), branch.right(), yes, no);
        }
        if (terminator instanceof Jump jump) {
            Edge edge = sweep(jump.edge(), live);
            return edge == jump.edge() ? jump : new Jump(edge);
        }
        return terminator;
    }

    private static Edge sweep(Edge edge, BitSet live) {
        List<Reg> parameters = edge.target().parameters();
        List<Operand> kept = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            if (live.get(parameters.get(i).id())) {
                kept.add(edge.arguments().get(i));
            }
        }
        return kept.size() == parameters.size() ? edge : new Edge(edge.target(), kept);
    }

    /** Finds the registers that are needed, from the effects and ends backwards. */
    private static final class Marking extends Uses {
        private final IrFunction function;
        private final BitSet live = new BitSet();
        private final ArrayDeque<Reg> open = new ArrayDeque<>();
        private final @Nullable Inst[] definitions;
        /** By register, for parameters: what the edges give. */
        private final @Nullable List<Operand>[] arguments;

        @SuppressWarnings({"unchecked", "rawtypes"})
        private Marking(IrFunction function) {
            this.function = function;
            definitions = new Inst[function.registerCount()];
            arguments = new List[function.registerCount()];
        }

        private BitSet mark() {
            for (Block block : function.blocks()) {
                for (Inst inst : block.instructions()) {
                    Reg result = inst.result();
                    if (result != null) {
                        definitions[result.id()] = inst;
                    }
                    if (!Purity.isRemovable(inst)) {
                        visit(inst);
                    }
                }
                end(block.terminator());
            }
            while (!open.isEmpty()) {
                Reg register = open.poll();
                Inst inst = definitions[register.id()];
                if (inst != null && Purity.isRemovable(inst)) {
                    visit(inst);
                }
                List<Operand> given = arguments[register.id()];
                if (given != null) {
                    for (Operand argument : given) {
                        use(argument);
                    }
                }
            }
            return live;
        }

        private void end(Terminator terminator) {
            if (terminator instanceof Branch branch) {
                use(branch.left());
                use(branch.right());
            } else if (terminator instanceof Return exit) {
                use(exit.value());
            }
            for (int j = 0; j < terminator.edgeCount(); j++) {
                Edge edge = terminator.edge(j);
                for (int i = 0; i < edge.arguments().size(); i++) {
                    give(edge.target().parameters().get(i), edge.arguments().get(i));
                }
            }
        }

        private void give(Reg parameter, Operand argument) {
            List<Operand> given = arguments[parameter.id()];
            if (given == null) {
                given = new ArrayList<>(2);
                arguments[parameter.id()] = given;
            }
            given.add(argument);
            if (live.get(parameter.id())) {
                use(argument);
            }
        }

        @Override
        protected void use(Operand operand) {
            if (operand instanceof Reg register && !live.get(register.id())) {
                live.set(register.id());
                open.add(register);
            }
        }
    }
}
