package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Uses;
import java.util.Arrays;
import java.util.BitSet;

/** Which blocks make only what they use themselves, and which registers hold what is made anywhere at no cost. */
final class BlockLocals extends Uses {
    private static final int NOWHERE = -1;

    /** By register: the block that makes it. */
    private final int[] maker;

    private final BitSet literals = new BitSet();
    /** Blocks of which other blocks use something. */
    private final BitSet used = new BitSet();

    private int block;

    BlockLocals(IrFunction function, Cfg cfg) {
        maker = new int[function.registerCount()];
        Arrays.fill(maker, NOWHERE);
        for (Block each : cfg.reversePostorder()) {
            for (Reg parameter : each.parameters()) {
                maker[parameter.id()] = each.id();
            }
            for (Inst inst : each.instructions()) {
                Reg result = inst.result();
                if (result != null) {
                    maker[result.id()] = each.id();
                    if (isLiteral(inst)) {
                        literals.set(result.id());
                    }
                }
            }
        }
        for (Block each : cfg.reversePostorder()) {
            block = each.id();
            for (Inst inst : each.instructions()) {
                visit(inst);
            }
            visit(each.terminator());
        }
    }

    private static boolean isLiteral(Inst inst) {
        return inst instanceof Inst.SlotAddress
                || inst instanceof Inst.MapReference
                || inst instanceof Inst.MapValueAddress
                || inst instanceof Inst.FunctionReference
                || inst instanceof Inst.Copy;
    }

    @Override
    protected void use(Operand operand) {
        if (operand instanceof Reg register) {
            int made = maker[register.id()];
            if (made != NOWHERE && made != block) {
                used.set(made);
            }
        }
    }

    /** Whether nothing that the block makes, or is given, is used in another. */
    boolean keepsToItself(Block wanted) {
        return !used.get(wanted.id());
    }

    /** Whether a register holds what instructions make from nothing. */
    boolean isLiteral(Reg register) {
        return literals.get(register.id());
    }
}
