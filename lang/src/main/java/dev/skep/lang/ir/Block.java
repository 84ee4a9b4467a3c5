package dev.skep.lang.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basic block: parameters (what other IRs call phis), instructions, and one way out. Passes change the lists in place;
 * instructions themselves are immutable.
 */
public final class Block {
    private final IrFunction function;
    private final int id;
    private final List<Reg> parameters = new ArrayList<>();
    private final List<Inst> instructions = new ArrayList<>();
    private @Nullable Terminator terminator;

    Block(IrFunction function, int id) {
        this.function = function;
        this.id = id;
    }

    public int id() {
        return id;
    }

    /** Each way in gives as many arguments. */
    public List<Reg> parameters() {
        return parameters;
    }

    public List<Inst> instructions() {
        return instructions;
    }

    /**
     * How the block ends.
     *
     * @throws IllegalStateException if that is still open
     */
    public Terminator terminator() {
        if (terminator == null) {
            throw new IllegalStateException(this + " has no end");
        }
        return terminator;
    }

    public boolean isTerminated() {
        return terminator != null;
    }

    public void terminate(Terminator end) {
        if (terminator == null || !leadTheSame(terminator, end)) {
            function.edgesChanged();
        }
        terminator = end;
    }

    private static boolean leadTheSame(Terminator one, Terminator other) {
        if (one.edgeCount() != other.edgeCount()) {
            return false;
        }
        for (int i = 0; i < one.edgeCount(); i++) {
            if (one.edge(i).target() != other.edge(i).target()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
