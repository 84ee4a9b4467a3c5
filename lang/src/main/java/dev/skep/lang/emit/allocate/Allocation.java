package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;
import dev.skep.lang.emit.allocate.Place.Made;
import dev.skep.lang.emit.allocate.Place.Spilled;
import dev.skep.lang.emit.legal.LegalFunction;
import dev.skep.lang.emit.legal.Literal;
import dev.skep.lang.emit.legal.Literals;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Cfg;
import dev.skep.lang.ir.Liveness;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Terminator.Edge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where every value of a function is at every position. Positions count along the block order: a block's parameters are
 * made at its {@link #start}, its instruction {@code i} reads at {@code start + 2 + 2 i} and writes one later, its
 * terminator reads at {@link #end}.
 */
public final class Allocation {
    private static final int ALL_REGISTERS = (1 << Register.R10.number()) - 1;

    private final Literals literals;
    private final Liveness liveness;
    private final @Nullable Interval[] intervals;
    private final int[] starts;
    private final int[] ends;
    /** The pieces to which a value moves inside of a block, by position. */
    private final List<Interval> joints = new ArrayList<>();

    private int nextJoint;
    private int stackSize;

    /** Allocates; operands of commutative operations may change places in the function. */
    public Allocation(LegalFunction legal, Cfg cfg, List<Block> order) {
        literals = legal.literals();
        liveness = new Liveness(legal.function(), cfg);
        IntervalBuilder facts = new IntervalBuilder(legal.function(), liveness, order, literals);
        new LinearScan(facts).run();
        intervals = facts.intervals();
        starts = facts.starts();
        ends = facts.ends();
        stackSize = legal.stackSize();
        placeMemory();
        findJoints(order);
    }

    /** Gives bytes to the values that are in memory at some time; those that never live together may share them. */
    private void placeMemory() {
        List<Interval> spilled = new ArrayList<>();
        for (Interval interval : intervals) {
            if (interval != null && interval.memory() != null) {
                spilled.add(interval);
            }
        }
        Collections.sort(spilled);
        List<List<Interval>> words = new ArrayList<>();
        for (Interval interval : spilled) {
            int word = 0;
            while (word < words.size() && isTaken(words.get(word), interval)) {
                word++;
            }
            if (word == words.size()) {
                words.add(new ArrayList<>());
            }
            words.get(word).add(interval);
            memory(interval).placeAt(-stackSize - 8 * (word + 1));
        }
        stackSize += 8 * words.size();
    }

    private static boolean isTaken(List<Interval> holders, Interval interval) {
        for (int i = holders.size() - 1; i >= 0; i--) {
            if (holders.get(i).livesWith(interval)) {
                return true;
            }
        }
        return false;
    }

    private static Spilled memory(Interval interval) {
        return Objects.requireNonNull(interval.memory());
    }

    /** At the start of a block edges bring values where they are wanted; anywhere else a new piece takes a move. */
    private void findJoints(List<Block> order) {
        BitSet blockStarts = new BitSet();
        for (Block block : order) {
            blockStarts.set(starts[block.id()]);
        }
        for (Interval interval : intervals) {
            if (interval != null) {
                for (int i = 1; i < interval.pieces().size(); i++) {
                    Interval piece = interval.pieces().get(i);
                    if (piece.register() != null && !blockStarts.get(piece.start())) {
                        joints.add(piece);
                    }
                }
            }
        }
        Collections.sort(joints);
    }

    public int start(Block block) {
        return starts[block.id()];
    }

    public int end(Block block) {
        return ends[block.id()];
    }

    /** Bytes of stack that slots and values in memory take. */
    public int stackSize() {
        return stackSize;
    }

    /** The literal that an operand is, or null. */
    public @Nullable Literal literal(Operand operand) {
        return literals.of(operand);
    }

    /** Where an operand is read at a position. */
    public Place at(Operand operand, int position) {
        Literal literal = literals.of(operand);
        return literal == null ? interval((Reg) operand).pieceAt(position).place() : new Made(literal);
    }

    private Interval interval(Reg register) {
        return Objects.requireNonNull(intervals[register.id()]);
    }

    /** Where a value is made; null if nothing needs it. */
    public @Nullable Place definition(Reg register) {
        Interval interval = intervals[register.id()];
        return interval == null ? null : interval.place();
    }

    /** Where a value is to be stored as soon as it is made, since it is read from there later; or null. */
    public @Nullable Spilled copyInMemory(Reg register) {
        Interval interval = intervals[register.id()];
        return interval == null || interval.register() == null ? null : interval.memory();
    }

    /** Adds the moves of values that change their place at a position; to be asked with ascending positions. */
    public void addJoints(int position, Moves moves) {
        while (nextJoint < joints.size() && joints.get(nextJoint).start() <= position) {
            Interval piece = joints.get(nextJoint++);
            if (piece.start() < position) {
                throw new IllegalStateException(piece + " begins where no move can be");
            }
            Interval before = piece.pieceBefore();
            moves.add(before.place(), piece.place());
        }
    }

    /** Whether values change their places inside of a block. */
    public boolean hasJoints(Block block) {
        for (Interval piece : joints) {
            if (piece.start() > start(block) && piece.start() <= end(block)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the moves that an edge makes: its arguments, and values that are elsewhere in the next block. */
    public void addEdge(Block from, Edge edge, Moves moves) {
        Block to = edge.target();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Place parameter = interval(to.parameters().get(i)).place();
            moves.add(at(edge.arguments().get(i), end(from)), parameter);
        }
        List<Reg> live = liveness.liveIn(to);
        for (int i = 0; i < live.size(); i++) {
            Interval interval = interval(live.get(i));
            if (interval.pieces().size() > 1) {
                Interval piece = interval.pieceAt(start(to));
                // Memory holds the value from the start.
                if (piece.register() != null) {
                    moves.add(interval.pieceAt(end(from)).place(), piece.place());
                }
            }
        }
    }

    /** A bit for each register that holds nothing at the start of a block. */
    public int freeAtStart(Block block) {
        int free = ALL_REGISTERS;
        for (Reg parameter : block.parameters()) {
            free &= ~bit(interval(parameter));
        }
        for (Reg register : liveness.liveIn(block)) {
            free &= ~bit(interval(register).pieceAt(start(block)));
        }
        return free;
    }

    private static int bit(Interval piece) {
        Register register = piece.register();
        return register == null ? 0 : 1 << register.number();
    }
}
