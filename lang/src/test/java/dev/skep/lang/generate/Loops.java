package dev.skep.lang.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that run more than once: a few rounds each, few loops in each other. */
final class Loops {
    private static final int DEEPEST = 2;

    /** What a map is gone through for: the same whatever the order of its elements. */
    private static final List<String> GATHERERS = List.of("sum(%)", "min(%)", "max(%)", "hist(%)", "count()");

    private final Generator generator;
    /** How many loops there are around here that {@code break} leaves. */
    private int around;

    private int unrolled;

    Loops(Generator generator) {
        this.generator = generator;
    }

    /** Whether there is a loop around. */
    boolean within() {
        return around > 0 || unrolled > 0;
    }

    /** {@code for ($i : 0..3)}. */
    @Nullable
    String range(int depth) {
        if (around >= DEEPEST) {
            return null;
        }
        String from = generator.chance(2) ? bound(depth, 3) : Integer.toString(generator.below(6) - 4);
        String to = bound(depth, 7);
        String variable = generator.scope().fresh();
        generator.scope().enter();
        generator.scope().declare(variable, Shape.Plain.INTEGER);
        String body = body(depth);
        generator.scope().leave();
        return "for (" + variable + " : " + from + ".." + to + ") " + body;
    }

    private String bound(int depth, int most) {
        return generator.chance(2)
                ? Integer.toString(generator.below(most + 1))
                : "(" + generator.integers().write(depth) + " & " + most + ")";
    }

    /** The variable that counts is not in sight in the body: the loop ends. */
    @Nullable
    String asLongAs(int depth) {
        if (around >= DEEPEST) {
            return null;
        }
        String variable = generator.scope().fresh();
        String condition = "(" + variable + " < " + generator.below(6) + ")";
        condition = generator.chance(2)
                ? condition
                : "(" + condition + " && " + generator.truths().condition(depth) + ")";
        String body = body(depth);
        generator.scope().declare(variable, Shape.Plain.INTEGER);
        return variable + " = 0; while (" + condition + ") { " + variable + "++; " + body + " }";
    }

    /** {@code unroll (3)}. */
    @Nullable
    String unroll(int depth) {
        if (around >= DEEPEST) {
            return null;
        }
        unrolled++;
        String body = generator.statements().block(depth - 1);
        unrolled--;
        return "unroll (" + (1 + generator.below(3)) + ") " + body;
    }

    private String body(int depth) {
        around++;
        String body = generator.statements().block(depth - 1);
        around--;
        return body;
    }

    /** {@code break} or {@code continue}, where there is a loop around. */
    @Nullable
    String departure(int depth) {
        String condition = generator.truths().condition(depth);
        return around == 0 ? null : "if (" + condition + ") { " + (generator.chance(2) ? "break" : "continue") + "; }";
    }

    /** {@code for ($kv : @map)}, gathering into another map what comes from the key or the value. */
    @Nullable
    String elements(int depth) {
        Maps.Table table = generator.maps().keyed();
        if (table == null || table.histogram()) {
            return null;
        }
        String variable = generator.scope().fresh();
        Shape value = table.value == null ? Shape.Plain.INTEGER : table.value;
        Shape key = table.keys.size() == 1 ? table.keys.getFirst() : new Shape.Tuple(table.keys);
        String number = generator.chance(2) ? number(variable + ".0", key) : number(variable + ".1", value);
        String gathered = generator.maps().gatherer(generator.pick(GATHERERS)).replace("%", number);
        return "for (" + variable + " : " + table.name + ") { " + gathered + " }";
    }

    /** A number made of a value. */
    private static String number(String value, Shape shape) {
        return switch (shape) {
            case Shape.Plain.INTEGER -> value;
            case Shape.Plain.TRUTH -> "(" + value + " + 1)";
            case Shape.Plain.TEXT -> "(" + value + " == \"a\" ? 3 : 4)";
            case Shape.Plain.POINTER -> "((uint64)" + value + ")";
            case Shape.Plain.STACK -> "1";
            case Shape.Plain.BYTES -> value + "[1]";
            case Shape.Tuple tuple -> number(value + ".0", tuple.elements().getFirst());
        };
    }
}
