package dev.skep.lang.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basic block: parameters (what other IRs call phis), instructions, and one way out. Passes change the lists in place;
 * instructions themselves are immutable.
 */
public final class Block {
    private final int id;
    private final List<Reg> parameters = new ArrayList<>();
    private final List<Inst> instructions = new ArrayList<>();
    private @Nullable Terminator terminator;

    Block(int id) {
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
        terminator = end;
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
