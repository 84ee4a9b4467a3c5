package dev.skep.lang.generate;

/** Stack traces. */
final class Stacks extends Values {
    /** All of one type. */
    static final String STACK = "kstack(8)";

    Stacks(Generator generator) {
        super(generator, Shape.Plain.STACK);
        leaf(4, depth -> STACK);
    }
}
