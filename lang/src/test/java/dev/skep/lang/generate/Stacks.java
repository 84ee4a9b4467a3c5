package dev.skep.lang.generate;

/** Stack traces. */
final class Stacks extends Values {
    Stacks(Generator generator) {
        super(generator, Shape.Plain.STACK);
        leaf(4, depth -> generator.stack());
    }
}
