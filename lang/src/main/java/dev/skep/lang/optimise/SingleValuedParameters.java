package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Substitution;
import dev.skep.lang.ir.Terminator.Edge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces block parameters to which every edge gives the same value, or the parameter itself.
 *
 * <pre>
 * b0: if %1 == 0 then b1(7) else b2    →  b0: if %1 == 0 then b1 else b2
 * b1(%2): return %2                       b1: return 7
 * b2: goto b1(7)                          b2: goto b1
 * </pre>
 *
 * The arguments themselves go with {@link DeadCode}, since nothing uses the parameter any more.
 */
final class SingleValuedParameters implements Pass {
    /** By register: the one argument met so far; {@link #MANY} if there are more. */
    private static final Operand MANY = Operand.of(0);

    @Override
    public String name() {
        return "single-valued-parameters";
    }

    @Override
    public int interests() {
        return EDGES | VALUES;
    }

    @Override
    public int run(IrFunction function) {
        @Nullable Operand[] values = new Operand[function.registerCount()];
        boolean any = false;
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.terminator().edgeCount(); i++) {
                Edge edge = block.terminator().edge(i);
                any |= meet(edge, values);
            }
        }
        if (!any) {
            return 0;
        }
        Substitution substitution = new Substitution(function);
        for (Block block : function.blocks()) {
            for (Reg parameter : block.parameters()) {
                Operand value = values[parameter.id()];
                // Parameters of a loop may stand for each other in a ring: then there is no way in, and no use either.
                if (value != null && value != MANY && substitution.resolve(value) != parameter) {
                    substitution.replace(parameter, value);
                }
            }
        }
        substitution.apply();
        return substitution.isEmpty() ? 0 : VALUES;
    }

    private static boolean meet(Edge edge, @Nullable Operand[] values) {
        List<Reg> parameters = edge.target().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Reg parameter = parameters.get(i);
            Operand argument = edge.arguments().get(i);
            Operand known = values[parameter.id()];
            if (argument != parameter && known != MANY) {
                values[parameter.id()] = known == null || known.equals(argument) ? argument : MANY;
            }
        }
        return !parameters.isEmpty();
    }
}
