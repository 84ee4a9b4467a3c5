package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Operand.Const;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leads edges past blocks that hold nothing but a way on, also where that way depends on what the edge itself gives, and
 * to one of the blocks that only return the same constant.
 *
 * <pre>
 * b0: if %1 == 0 then b1 else b2(1)       →  b0: if %1 == 0 then b4 else b3
 * b1: goto b2(0)
 * b2(%2): if %2 != 0 then b3 else b4
 *
 * b3: if %2 == 0 then b5 else b6          →  b3: if %2 == 0 then b4 else b6
 * b4: return 0
 * b5: return 0
 * </pre>
 */
final class JumpThreading implements Pass {
    /** How many blocks in a row an edge is led past in one run: empty blocks may form a ring. */
    private static final int MAX_HOPS = 16;

    @Override
    public String name() {
        return "jump-threading";
    }

    @Override
    public int interests() {
        return VALUES | EDGES | REMOVALS;
    }

    @Override
    public int run(IrFunction function) {
        return new Threading(function).run() ? EDGES : 0;
    }

    /** The work on one function. */
    private static final class Threading {
        private final IrFunction function;
        private final BitSet transparent;
        /** The first block that only returns a constant, by the constant. */
        private final Map<Operand, Block> returns = new HashMap<>();

        private Threading(IrFunction function) {
            this.function = function;
            transparent = transparent(function);
        }

        private boolean run() {
            for (Block block : function.blocks()) {
                if (transparent.get(block.id())
                        && block.parameters().isEmpty()
                        && block.terminator() instanceof Return exit
                        && exit.value() instanceof Const) {
                    returns.putIfAbsent(exit.value(), block);
                }
            }
            boolean changed = false;
            for (Block block : function.blocks()) {
                Terminator old = block.terminator();
                Terminator end = thread(old);
                changed |= end != old;
                block.terminate(end);
            }
            return changed;
        }

        private Terminator thread(Terminator terminator) {
            if (terminator instanceof Branch branch) {
                Edge yes = thread(branch.yes());
                Edge no = thread(branch.no());
                if (yes.target() == no.target() && yes.arguments().equals(no.arguments())) {
                    return new Jump(yes);
                }
                return yes == branch.yes() && no == branch.no()
                        ? branch
                        : new Branch(branch.condition(), branch.left(), branch.right(), yes, no);
            }
            if (terminator instanceof Jump jump) {
                Edge edge = thread(jump.edge());
                return edge == jump.edge() ? jump : new Jump(edge);
            }
            return terminator;
        }

        private Edge thread(Edge edge) {
            Edge last = edge;
            for (int hop = 0; hop < MAX_HOPS && transparent.get(last.target().id()); hop++) {
                Edge next = wayOn(last);
                if (next == null) {
                    break;
                }
                List<Operand> arguments = new ArrayList<>(next.arguments().size());
                for (Operand argument : next.arguments()) {
                    arguments.add(given(argument, last));
                }
                last = new Edge(next.target(), arguments);
            }
            if (transparent.get(last.target().id()) && last.target().terminator() instanceof Return exit) {
                Block first = returns.get(given(exit.value(), last));
                return first == null || first == last.target() ? last : new Edge(first, List.of());
            }
            return last;
        }
    }

    /** The edge that is taken behind an edge to an empty block, if that is certain. */
    private static @Nullable Edge wayOn(Edge edge) {
        Terminator terminator = edge.target().terminator();
        if (terminator instanceof Jump jump) {
            return jump.edge();
        }
        return terminator instanceof Branch branch
                        && given(branch.left(), edge) instanceof Const left
                        && given(branch.right(), edge) instanceof Const right
                ? branch.condition().test(left.value(), right.value()) ? branch.yes() : branch.no()
                : null;
    }

    /** What an operand in an edge's target is when it comes over this edge. */
    private static Operand given(Operand operand, Edge edge) {
        int parameter = operand instanceof Reg ? edge.target().parameters().indexOf(operand) : -1;
        return parameter < 0 ? operand : edge.arguments().get(parameter);
    }

    /** The blocks without instructions whose parameters only their own end uses. */
    private static BitSet transparent(IrFunction function) {
        Escapes escapes = new Escapes(function);
        BitSet result = new BitSet(function.blockCount());
        for (Block block : function.blocks()) {
            escapes.block = block;
            for (Inst inst : block.instructions()) {
                escapes.visit(inst);
            }
            escapes.visit(block.terminator());
        }
        for (Block block : function.blocks()) {
            result.set(block.id(), block.instructions().isEmpty() && !escapes.blocks.get(block.id()));
        }
        return result;
    }

    /** Finds the blocks whose parameters are used in other blocks. */
    private static final class Escapes extends Uses {
        private final BitSet blocks = new BitSet();
        private final @Nullable Block[] parameterOf;
        private @Nullable Block block;

        private Escapes(IrFunction function) {
            parameterOf = new Block[function.registerCount()];
            for (Block each : function.blocks()) {
                for (Reg parameter : each.parameters()) {
                    parameterOf[parameter.id()] = each;
                }
            }
        }

        @Override
        protected void use(Operand operand) {
            if (operand instanceof Reg register) {
                Block from = parameterOf[register.id()];
                if (from != null && from != block) {
                    blocks.set(from.id());
                }
            }
        }
    }
}
