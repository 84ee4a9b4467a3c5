package dev.skep.lang.ir;

/**
 * Memory of one run of a program: a key, a string, a tuple being put together. Emission decides where it lies: on the
 * stack, or in the program's per-CPU scratch map when it is big. Its bytes are undefined until they are written.
 */
public final class Slot {
    private final int id;
    private final int size;
    private final String purpose;

    Slot(int id, int size, String purpose) {
        this.id = id;
        this.size = size;
        this.purpose = purpose;
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

    @Override
    public String toString() {
        return "slot" + id;
    }
}
