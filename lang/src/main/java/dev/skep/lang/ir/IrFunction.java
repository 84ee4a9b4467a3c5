package dev.skep.lang.ir;

import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function: blocks, the entry first. It owns its registers, slots and blocks and makes new ones. */
public final class IrFunction {
    private final String name;
    private final List<Reg> parameters = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private int registers;
    private int blockIds;
    private @Nullable Cfg cfg;

    /** @param parameters how many; a program's main function has one, its context */
    public IrFunction(String name, int parameters) {
        this.name = name;
        for (int i = 0; i < parameters; i++) {
            this.parameters.add(newRegister());
        }
    }

    public String name() {
        return name;
    }

    public List<Reg> parameters() {
        return parameters;
    }

    /** The blocks, the entry first; emission lays them out in an order of its own. */
    public List<Block> blocks() {
        return blocks;
    }

    public List<Slot> slots() {
        return slots;
    }

    public Reg newRegister() {
        return new Reg(registers++);
    }

    /** How many registers were made: every id is below. */
    public int registerCount() {
        return registers;
    }

    /** A new block at the end of the list. */
    public Block newBlock() {
        Block block = new Block(this, blockIds++);
        blocks.add(block);
        return block;
    }

    /** How many blocks were ever made: every id is below. */
    public int blockCount() {
        return blockIds;
    }

    /** Memory that emission places where there is room; it is not for addresses. */
    public Slot newSlot(int size, String purpose) {
        return newSlot(size, purpose, false);
    }

    /** Memory on the stack, of which there are 512 bytes for all functions that are active at a time: for addresses. */
    public Slot newStackSlot(int size, String purpose) {
        return newSlot(size, purpose, true);
    }

    private Slot newSlot(int size, String purpose, boolean onStack) {
        Slot slot = new Slot(slots.size(), size, purpose, onStack);
        slots.add(slot);
        return slot;
    }

    Cfg cfg() {
        if (cfg == null) {
            cfg = Cfg.find(this);
        }
        return cfg;
    }

    void edgesChanged() {
        cfg = null;
    }

    /** A function of its own with the same registers, slots and instructions, for steps that change it for good. */
    public IrFunction copy() {
        IrFunction copy = new IrFunction(name, 0);
        copy.parameters.addAll(parameters);
        copy.slots.addAll(slots);
        copy.registers = registers;
        copy.blockIds = blockIds;
        Block[] copies = new Block[blockIds];
        for (Block block : blocks) {
            Block twin = new Block(copy, block.id());
            twin.parameters().addAll(block.parameters());
            twin.instructions().addAll(block.instructions());
            copies[block.id()] = twin;
            copy.blocks.add(twin);
        }
        for (Block block : blocks) {
            copies[block.id()].terminate(copy(block.terminator(), copies));
        }
        return copy;
    }

    private static Terminator copy(Terminator terminator, Block[] copies) {
        if (terminator instanceof Branch branch) {
            return new Branch(
                    branch.condition(),
                    branch.left(),
                    branch.right(),
                    copy(branch.yes(), copies),
                    copy(branch.no(), copies));
        }
        return terminator instanceof Jump jump ? new Jump(copy(jump.edge(), copies)) : terminator;
    }

    private static Edge copy(Edge edge, Block[] copies) {
        return new Edge(copies[edge.target().id()], edge.arguments());
    }
}
