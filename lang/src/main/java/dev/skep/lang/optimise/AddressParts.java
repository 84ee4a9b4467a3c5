package dev.skep.lang.optimise;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Uses;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The registers that addresses and the arguments of calls are computed from. What a check or a mask says of them the
 * kernel's verifier must see too, and it sees less than the optimiser: a bound that a branch has put on a register reaches
 * its copies, but before kernel 6.8 not all of those that were spilled meanwhile. So checks and masks of these registers
 * stay unless the register's own computation makes them superfluous; that the verifier follows in every kernel.
 */
final class AddressParts extends Uses {
    private final BitSet parts = new BitSet();
    private final ArrayDeque<Reg> open = new ArrayDeque<>();
    private final @Nullable Inst[] definitions;
    private final boolean[] isParameter;

    AddressParts(IrFunction function) {
        definitions = new Inst[function.registerCount()];
        isParameter = new boolean[function.registerCount()];
        for (Block block : function.blocks()) {
            for (Reg parameter : block.parameters()) {
                isParameter[parameter.id()] = true;
            }
            for (Inst inst : block.instructions()) {
                start(inst);
            }
        }
        boolean parameters = follow();
        while (parameters) {
            for (Block block : function.blocks()) {
                for (int i = 0; i < block.terminator().edgeCount(); i++) {
                    given(block.terminator().edge(i));
                }
            }
            parameters = follow();
        }
    }

    boolean contains(Reg register) {
        return parts.get(register.id());
    }

    /** Arithmetic and stored values are no addresses by themselves; every other operand may be one. */
    private void start(Inst inst) {
        if (inst instanceof Inst.Binary
                || inst instanceof Inst.Copy
                || inst instanceof Inst.Negate
                || inst instanceof Inst.Extend) {
            definitions[((Inst.Value) inst).dst().id()] = inst;
        } else if (inst instanceof Inst.Store store) {
            use(store.base());
        } else if (inst instanceof Inst.AtomicUpdate update) {
            use(update.base());
        } else if (inst instanceof Inst.AtomicFetch fetch) {
            use(fetch.base());
        } else if (inst instanceof Inst.CompareExchange exchange) {
            use(exchange.base());
        } else if (!(inst instanceof Inst.Compare)) {
            visit(inst);
        }
    }

    private void given(Edge edge) {
        for (int i = 0; i < edge.arguments().size(); i++) {
            if (contains(edge.target().parameters().get(i))) {
                use(edge.arguments().get(i));
            }
        }
    }

    /** Marks what the open registers are computed from; whether block parameters were among them. */
    private boolean follow() {
        boolean parameters = false;
        for (Reg register = open.poll(); register != null; register = open.poll()) {
            Inst inst = definitions[register.id()];
            if (inst != null) {
                visit(inst);
            }
            parameters |= isParameter[register.id()];
        }
        return parameters;
    }

    @Override
    protected void use(Operand operand) {
        if (operand instanceof Reg register && !parts.get(register.id())) {
            parts.set(register.id());
            open.add(register);
        }
    }
}
