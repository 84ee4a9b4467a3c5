package dev.skep.lang.ir;

/**
 * Memory of one run of a program: a key, a string, a tuple being put together. Emission decides where it lies: on the
 * stack, or in the program's per-CPU scratch map when it is big. Its bytes are undefined until they are written.
 *
 * <p>One whose words may be addresses lies on the stack in any case: in all other memory the kernel's verifier forgets
 * what an address points to. That is also where it wants what helpers pass on to the functions that they call back.
 */
public final class Slot {
    private final int id;
    private final int size;
    private final String purpose;
    private final boolean onStack;

    Slot(int id, int size, String purpose, boolean onStack) {
        this.id = id;
        this.size = size;
        this.purpose = purpose;
        this.onStack = onStack;
    }

    public int id() {
        return id;
    }

    /** Bytes; the address is a multiple of 8. */
    public int size() {
        return size;
    }

    /** What it is for, in the IR's text: {@code key of @start}. */
    public String purpose() {
        return purpose;
    }

    /** Whether it lies on the stack, however big it is: words of it may be addresses (multiples of 8). */
    public boolean isOnStack() {
        return onStack;
    }

    @Override
    public String toString() {
        return "slot" + id;
    }
}
