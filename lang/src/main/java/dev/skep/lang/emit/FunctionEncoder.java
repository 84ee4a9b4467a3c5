package dev.skep.lang.emit;

import dev.skep.bpf.asm.Assembler;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Label;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.lang.emit.allocate.Allocation;
import dev.skep.lang.emit.allocate.Contents;
import dev.skep.lang.emit.allocate.Moves;
import dev.skep.lang.emit.allocate.Place;
import dev.skep.lang.emit.allocate.Place.Spilled;
import dev.skep.lang.emit.allocate.SpareMemory;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Branch;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.ir.Terminator.Jump;
import dev.skep.lang.ir.Terminator.Return;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks of a legal function in their order, and the moves on the edges between them. Moves on the way that
 * falls through stand where it does; on a way that jumps, at its target if no other way leads there, else in a stub
 * behind the function. A loop's test, where that is all of its first block, is made again where the loop goes back: one
 * jump for each round instead of two.
 */
final class FunctionEncoder {
    /** How many moves of one way are made before the jump, where those who go another way make them for nothing. */
    private static final int MAX_EARLY = 2;

    /** Moves that a jump makes on its way. */
    private record Stub(Label label, Block from, Edge edge) {}

    private final IrFunction function;
    private final Cfg cfg;
    private final List<Block> order;
    private final Allocation allocation;
    private final Assembler code;
    private final LineMarks marks;
    private final SpareMemory spare;
    private final Contents contents = new Contents();
    private final Moves moves;
    private final InstructionEncoder instructions;
    private final Label[] labels;
    /** By block: the edge whose moves stand at the block's start. */
    private final @Nullable Stub[] heads;

    private final List<Stub> stubs = new ArrayList<>();

    FunctionEncoder(IrFunction function, Cfg cfg, List<Block> order, Allocation allocation, IsaLevel isa) {
        this.function = function;
        this.cfg = cfg;
        this.order = order;
        this.allocation = allocation;
        code = new Assembler(isa);
        marks = new LineMarks(code);
        spare = new SpareMemory(allocation.stackSize());
        moves = new Moves(code, spare, contents);
        instructions = new InstructionEncoder(code, isa, allocation, new Conditions(code, isa), moves, contents);
        labels = new Label[function.blockCount()];
        heads = new Stub[function.blockCount()];
        for (Block block : order) {
            labels[block.id()] = code.newLabel();
        }
    }

    /** Bytes of stack that the function takes; to be asked after {@link #encode}. */
    int stackSize() {
        return allocation.stackSize() + spare.size();
    }

    /** Instructions written so far. */
    int instructionCount() {
        return code.position();
    }

    FunctionSpec encode() {
        List<Reg> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Place place = allocation.definition(parameters.get(i));
            if (place != null) {
                moves.add(Place.of(Register.of(i + 1)), place);
            }
        }
        moves.emit(0);
        storeCopies(parameters);
        for (int i = 0; i < order.size(); i++) {
            if (i > 0 && !isOnlyWay(order.get(i - 1), order.get(i))) {
                contents.forget();
            }
            encode(order.get(i), i + 1 < order.size() ? order.get(i + 1) : null);
        }
        for (Stub stub : stubs) {
            code.bind(stub.label);
            contents.forget();
            markEnd(stub.from);
            emitEdge(stub.from, stub.edge);
            code.jump(labels[stub.edge.target().id()]);
        }
        return code.build(function.name(), parameters.size());
    }

    /** What is done on the way from a block comes from the text that its end comes from. */
    private void markEnd(Block block) {
        if (!block.instructions().isEmpty()) {
            marks.mark(block.instructions().getLast().span());
        }
    }

    /** Values that are read from memory later are stored when they are made. */
    private void storeCopies(List<Reg> made) {
        for (Reg register : made) {
            Spilled copy = allocation.copyInMemory(register);
            if (copy != null && allocation.definition(register) instanceof Place.InRegister place) {
                code.store(Width.DOUBLE, Register.R10, copy.offset(), place.register());
            }
        }
    }

    /** Whether a block is reached from the one before it only, so that it falls through. */
    private boolean isOnlyWay(Block before, Block block) {
        List<Block> from = cfg.predecessors(block);
        return from.size() == 1 && from.getFirst() == before && !isLoopTest(before);
    }

    private void encode(Block block, @Nullable Block next) {
        code.bind(labels[block.id()]);
        Stub head = heads[block.id()];
        if (head != null) {
            emitEdge(head.from, head.edge);
        }
        storeCopies(block.parameters());
        int position = allocation.start(block) + 2;
        for (Inst inst : block.instructions()) {
            marks.mark(inst.span());
            emitJoints(position);
            instructions.encode(inst, position);
            position += 2;
        }
        emitJoints(position);
        end(block, position, next);
    }

    private void emitJoints(int position) {
        allocation.addJoints(position, moves);
        moves.emit(0);
    }

    private void end(Block block, int position, @Nullable Block next) {
        Terminator end = block.terminator();
        if (end instanceof Return exit) {
            moves.load(Register.R0, allocation.at(exit.value(), position));
            code.exit();
        } else if (end instanceof Jump jump) {
            fallThrough(block, jump.edge(), next);
        } else if (end instanceof Branch branch) {
            boolean jumpsIfNot = branch.yes().target() == next && branch.no().target() != next;
            Edge taken = jumpsIfNot ? branch.no() : branch.yes();
            Edge other = jumpsIfNot ? branch.yes() : branch.no();
            Label label = wayTo(block, taken, other, instructions.registersOf(branch, position));
            Condition condition = jumpsIfNot ? branch.condition().negated() : branch.condition();
            instructions.jumpIf(condition, branch.left(), branch.right(), position, label);
            fallThrough(block, other, next);
        }
    }

    private void fallThrough(Block block, Edge edge, @Nullable Block next) {
        Block target = edge.target();
        emitEdge(block, edge);
        if (target == next) {
            return;
        }
        if (cfg.index(target) <= cfg.index(block) && isLoopTest(target)) {
            storeCopies(target.parameters());
            testAgain(target, (Branch) target.terminator(), next);
        } else {
            code.jump(labels[target.id()]);
        }
    }

    /** Whether a block that is gone back to does nothing but decide. */
    private boolean isLoopTest(Block block) {
        if (!block.instructions().isEmpty() || !(block.terminator() instanceof Branch) || allocation.hasJoints(block)) {
            return false;
        }
        for (Block from : cfg.predecessors(block)) {
            if (cfg.index(from) >= cfg.index(block)) {
                return true;
            }
        }
        return false;
    }

    /** Decides as a block that stands further up does: what that one reads is where it reads it. */
    private void testAgain(Block block, Branch test, @Nullable Block next) {
        boolean jumpsIfNot = test.yes().target() == next;
        Edge taken = jumpsIfNot ? test.no() : test.yes();
        Edge other = jumpsIfNot ? test.yes() : test.no();
        Label label = isAtHead(taken) ? labels[taken.target().id()] : stub(block, taken);
        Condition condition = jumpsIfNot ? test.condition().negated() : test.condition();
        instructions.jumpIf(condition, test.left(), test.right(), allocation.end(block), label);
        if (!isAtHead(other)) {
            emitEdge(block, other);
        }
        if (other.target() != next) {
            code.jump(labels[other.target().id()]);
        }
    }

    /** Whether an edge's moves stand at the start of its target. */
    private boolean isAtHead(Edge edge) {
        Stub head = heads[edge.target().id()];
        return head != null && head.edge == edge;
    }

    /** Where an edge's moves are made behind the function; its target itself if there are none. */
    private Label stub(Block from, Edge edge) {
        addEdge(from, edge);
        boolean empty = moves.isEmpty();
        moves.clear();
        if (empty) {
            return labels[edge.target().id()];
        }
        Label label = code.newLabel();
        stubs.add(new Stub(label, from, edge));
        return label;
    }

    /** Adds the moves of an edge, but for a number that its branch found in the very register. */
    private void addEdge(Block from, Edge edge) {
        if (from.terminator() instanceof Branch branch
                && branch.yes().target() != branch.no().target()
                && branch.condition() == (edge == branch.yes() ? Condition.EQ : Condition.NE)
                && branch.right() instanceof Operand.Const number) {
            moves.assume(allocation.at(branch.left(), allocation.end(from)), number.value());
        }
        allocation.addEdge(from, edge, moves);
    }

    private void emitEdge(Block from, Edge edge) {
        addEdge(from, edge);
        if (moves.isEmpty()) {
            moves.clear();
        } else {
            moves.emit(allocation.freeAtStart(edge.target()));
        }
    }

    /**
     * Where a jump along an edge goes: to the target, or to where the edge's moves are; they may also be made here, before
     * the jump.
     *
     * @param other the edge that is gone if the jump is not made
     * @param tested a bit for each register that the jump tests
     */
    private Label wayTo(Block from, Edge taken, Edge other, int tested) {
        Block target = taken.target();
        addEdge(from, taken);
        if (moves.isEmpty()) {
            moves.clear();
            return labels[target.id()];
        }
        int written = moves.written();
        boolean early = moves.isInRegisters()
                && Integer.bitCount(written) <= MAX_EARLY
                && (written & (tested | moves.read())) == 0;
        moves.clear();
        if (cfg.predecessors(target).size() == 1) {
            heads[target.id()] = new Stub(labels[target.id()], from, taken);
            return labels[target.id()];
        }
        if (early && (written & ~unusedOn(from, other)) == 0) {
            addEdge(from, taken);
            moves.emit(0);
            return labels[target.id()];
        }
        return stub(from, taken);
    }

    /** A bit for each register that an edge does not care for: it holds nothing that is needed, or gets something new. */
    private int unusedOn(Block from, Edge edge) {
        addEdge(from, edge);
        int unused = (allocation.freeAtStart(edge.target()) | moves.written()) & ~moves.read();
        moves.clear();
        return unused;
    }
}
