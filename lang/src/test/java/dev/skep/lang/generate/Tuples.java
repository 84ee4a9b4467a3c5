package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;

/** Tuples of one shape. */
final class Tuples extends Values {
    private final Shape.Tuple shape;

    Tuples(Generator generator, Shape.Tuple shape) {
        super(generator, shape);
        this.shape = shape;
        leaf(4, this::tuple);
        form(6, this::tuple);
    }

    /** {@code (a, b)}. */
    String tuple(int depth) {
        List<String> elements = new ArrayList<>();
        for (Shape element : shape.elements()) {
            elements.add(generator.expression(element, depth));
        }
        return "(" + String.join(", ", elements) + ")";
    }
}
