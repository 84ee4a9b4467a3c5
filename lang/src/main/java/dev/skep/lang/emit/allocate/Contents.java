package dev.skep.lang.emit.allocate;

import dev.skep.bpf.asm.Register;

/**
 * Which registers hold the same value at the point that is being written, so far as moves tell: a move between two that do
 * is left out.
 */
public final class Contents {
    /** By register: a number for what it holds. */
    private final int[] values = new int[Register.R10.number()];

    private int last;

    public Contents() {
        forget();
    }

    /** Here control comes from elsewhere, too: nothing is known. */
    public void forget() {
        for (int i = 0; i < values.length; i++) {
            values[i] = ++last;
        }
    }

    /** A register gets a new value. */
    public void write(Register register) {
        values[register.number()] = ++last;
    }

    /** A call leaves its result in {@code r0} and nothing in {@code r1} to {@code r5}. */
    public void call() {
        for (int i = Register.R0.number(); i <= Register.R5.number(); i++) {
            values[i] = ++last;
        }
    }

    /**
     * A register is to hold what another holds.
     *
     * @return whether it does so already
     */
    boolean copy(Register to, Register from) {
        boolean same = values[to.number()] == values[from.number()];
        values[to.number()] = values[from.number()];
        return same;
    }
}
