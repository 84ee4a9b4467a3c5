package dev.skep.bpf.asm;

/**
 * A place in the code of one {@link Assembler}: jumps name it, before or after it is {@linkplain Assembler#bind bound}.
 * Labels are compared by identity; the name is for messages.
 */
public final class Label {
    private static final int UNBOUND = -1;

    private final Assembler owner;
    private final String name;
    private int position = UNBOUND;

    Label(Assembler owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    boolean belongsTo(Assembler assembler) {
        return owner == assembler;
    }

    boolean isBound() {
        return position != UNBOUND;
    }

    /** The index of the instruction that the label stands before. */
    int position() {
        return position;
    }

    void bindTo(int index) {
        position = index;
    }

    @Override
    public String toString() {
        return name;
    }
}
