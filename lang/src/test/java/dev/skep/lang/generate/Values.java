package dev.skep.lang.generate;

import org.jspecify.annotations.Nullable;

/** The forms that expressions of every shape have. */
abstract class Values extends Forms {
    private final Shape shape;

    Values(Generator generator, Shape shape) {
        super(generator);
        this.shape = shape;
        leaf(6, this::variable);
        leaf(2, this::tupleVariable);
        form(3, this::mapValue);
        form(1, this::conditional);
        form(1, this::tupleElement);
        form(1, "@ = (pid ?: 1);", this::orElse);
        form(2, "@ = { let $x = 1; $x };", this::block);
        form(1, "@ = (if (pid) { 1 } else { 2 });", this::either);
        form(1, "@ = (a=1, b=2).b;", this::recordElement);
    }

    private @Nullable String variable(int depth) {
        return generator.scope().find(shape);
    }

    private @Nullable String tupleVariable(int depth) {
        return generator.scope().findElement(shape);
    }

    private String mapValue(int depth) {
        return generator.maps().element(generator.maps().of(shape), depth);
    }

    private String conditional(int depth) {
        return "(" + generator.truths().condition(depth) + " ? " + generator.expression(shape, depth) + " : "
                + generator.expression(shape, depth) + ")";
    }

    /** {@code (a, b).1}. */
    private String tupleElement(int depth) {
        String other = generator.expression(generator.shape(0), depth - 1);
        String element = generator.expression(shape, depth);
        return generator.chance(2) ? "(" + element + ", " + other + ").0" : "(" + other + ", " + element + ").1";
    }

    /** {@code condition ?: other}: only of what may be a condition itself. */
    private @Nullable String orElse(int depth) {
        boolean condition = shape == Shape.Plain.INTEGER || shape == Shape.Plain.TRUTH || shape == Shape.Plain.POINTER;
        return given(condition, "(" + write(depth) + " ?: " + write(depth) + ")");
    }

    private String block(int depth) {
        String variable = generator.scope().find(shape);
        if (variable != null && generator.chance(2)) {
            // What was read of the variable before must be what it was then.
            return "{ " + variable + " = " + write(depth) + "; " + write(depth) + " }";
        }
        return "{ " + generator.statements().sequence(depth - 1, shape) + " }";
    }

    private String either(int depth) {
        return "(if (" + generator.truths().condition(depth) + ") " + block(depth) + " else " + block(depth) + ")";
    }

    /** {@code (a=1, b=2).b}. */
    private String recordElement(int depth) {
        String other = generator.expression(generator.shape(0), depth - 1);
        String element = generator.expression(shape, depth);
        return generator.chance(2)
                ? "(a=" + element + ", b=" + other + ").a"
                : "(a=" + other + ", b=" + element + ").b";
    }
}
