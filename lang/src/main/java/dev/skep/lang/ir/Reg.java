package dev.skep.lang.ir;

/**
 * A virtual register: 64 bits, assigned once (by one instruction, or as a parameter of a block or function). Compared by
 * identity.
 */
public final class Reg implements Operand {
    private final int id;

    Reg(int id) {
        this.id = id;
    }

    /** Unique in its function, counted from 0 without gaps at creation. */
    public int id() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id;
    }
}
