package dev.skep.lang.emit.legal;

import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Uses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a block does and where it goes, apart from which registers it reads: blocks with equal keys do the same to them. */
final class BlockShape extends Uses {
    private final Block block;
    private final List<Object> key = new ArrayList<>();
    private final List<Reg> inputs = new ArrayList<>(2);
    private final List<Reg> made = new ArrayList<>(2);

    private BlockShape(Block block) {
        this.block = block;
    }

    /** The shape of a block that ends with a jump; null if it does what is not compared, or too little. */
    static @Nullable BlockShape of(Block block, Jump jump) {
        BlockShape shape = new BlockShape(block);
        shape.key.add(jump.edge().target());
        for (Inst inst : block.instructions()) {
            if (!shape.addKind(inst)) {
                return null;
            }
            shape.visit(inst);
            Reg result = inst.result();
            if (result != null) {
                shape.made.add(result);
            }
        }
        shape.visit(jump);
        return shape.isWorthAJump() ? shape : null;
    }

    private boolean addKind(Inst inst) {
        key.add(inst.getClass());
        if (inst instanceof Inst.AtomicUpdate update) {
            return add(update.op(), update.width(), update.offset());
        }
        if (inst instanceof Inst.Store store) {
            return add(store.width(), store.offset(), 0);
        }
        if (inst instanceof Inst.Load load) {
            return add(load.width(), load.offset(), load.signed());
        }
        if (inst instanceof Inst.Binary binary) {
            return add(binary.op(), 0, 0);
        }
        if (inst instanceof Inst.Call call) {
            return add(call.helper(), 0, 0);
        }
        if (inst instanceof Inst.SlotAddress address) {
            return add(address.slot(), 0, 0);
        }
        if (inst instanceof Inst.MapReference map) {
            return add(map.map(), 0, 0);
        }
        return false;
    }

    private boolean add(Object what, Object detail, Object more) {
        key.add(what);
        key.add(detail);
        key.add(more);
        return true;
    }

    /** Numbers stand for themselves, results and inputs for their positions. */
    @Override
    protected void use(Operand operand) {
        if (!(operand instanceof Reg register)) {
            key.add(operand);
            return;
        }
        int own = made.indexOf(register);
        if (own < 0) {
            if (!inputs.contains(register)) {
                inputs.add(register);
            }
            own = -1 - inputs.indexOf(register);
        }
        key.add(own);
    }

    /** Whether it takes more than one instruction to do. */
    private boolean isWorthAJump() {
        List<Inst> instructions = block.instructions();
        return instructions.size() > 1
                || instructions.size() == 1
                        && instructions.getFirst() instanceof Inst.AtomicUpdate update
                        && !(update.value() instanceof Reg);
    }

    Block block() {
        return block;
    }

    List<Object> key() {
        return key;
    }

    /** The registers that the block reads and does not make, its parameters among them, in the order of the key. */
    List<Reg> inputs() {
        return inputs;
    }

    List<Reg> made() {
        return made;
    }
}
