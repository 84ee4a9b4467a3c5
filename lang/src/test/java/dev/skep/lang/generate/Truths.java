package dev.skep.lang.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** True or false. */
final class Truths extends Values {
    private static final List<String> EQUALITY = List.of("==", "!=");
    private static final List<String> ORDER = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> FLEETING =
            List.of("(nsecs > 0)", "(rand < 4294967296)", "(cpu < 65536)", "((nsecs - nsecs) <= 0)");

    Truths(Generator generator) {
        super(generator, Shape.Plain.TRUTH);
        leaf(4, depth -> generator.chance(2) ? "true" : "false");
        leaf(2, this::field);
        leaf(1, depth -> generator.pick(FLEETING));
        form(8, this::compareIntegers);
        form(4, this::compareTexts);
        form(2, this::compareTuples);
        form(1, this::comparePointers);
        form(1, this::compareTruths);
        form(4, this::logical);
        form(3, this::not);
        form(2, this::hasKey);
        form(2, this::delete);
        form(1, "@ = (uint8[8])((uint64)pid) == (uint8[8])1;", this::compareBytes);
        form(1, "@ = { let $x = 1; $x };", this::unchanged);
        form(1, "@ = (bool)pid;", depth -> "((bool)" + generator.integers().write(depth) + ")");
        form(2, "@c = count(); if (@c > 3) { @ = 1; }", this::compareAggregate);
    }

    private String compareBytes(int depth) {
        return compare(
                generator.expression(Shape.Plain.BYTES, depth),
                EQUALITY,
                generator.expression(Shape.Plain.BYTES, depth));
    }

    private @Nullable String compareAggregate(int depth) {
        Maps.Table table = generator.maps().aggregate();
        return table.histogram()
                ? null
                : compare(
                        generator.maps().element(table, depth),
                        ORDER,
                        generator.integers().write(depth));
    }

    /** What may decide: a truth, a number, an address. */
    String condition(int depth) {
        return switch (generator.below(8)) {
            case 0 -> generator.integers().write(depth);
            case 1 -> generator.pointers().write(depth);
            default -> write(depth);
        };
    }

    private @Nullable String field(int depth) {
        return given(generator.event(), "args.flag");
    }

    private String compare(String left, List<String> operators, String right) {
        return "(" + left + " " + generator.pick(operators) + " " + right + ")";
    }

    private String compareIntegers(int depth) {
        return compare(
                generator.integers().write(depth), ORDER, generator.integers().write(depth));
    }

    private String compareTexts(int depth) {
        return compare(
                generator.texts().write(depth), EQUALITY, generator.texts().write(depth));
    }

    /** A variable is what it was when it was read, whatever is done to it then: {@code $x == { $y = $x; $x = 1; $y }}. */
    private @Nullable String unchanged(int depth) {
        Shape shape = generator.comparable(2);
        String variable = generator.scope().find(shape);
        String before = generator.scope().fresh();
        return variable == null
                ? null
                : "(" + variable + " == { let " + before + " = " + variable + "; " + variable + " = "
                        + generator.expression(shape, depth) + "; " + before + " })";
    }

    private String compareTuples(int depth) {
        Shape shape = generator.tuple(1);
        return compare(generator.expression(shape, depth), EQUALITY, generator.expression(shape, depth));
    }

    private String comparePointers(int depth) {
        String other = generator.chance(2)
                ? generator.pointers().write(depth)
                : generator.integers().write(depth);
        return compare(generator.pointers().write(depth), ORDER, other);
    }

    private String compareTruths(int depth) {
        return compare(
                write(depth),
                ORDER,
                generator.chance(2) ? write(depth) : generator.integers().write(depth));
    }

    private String logical(int depth) {
        return "(" + condition(depth) + (generator.chance(2) ? " && " : " || ") + condition(depth) + ")";
    }

    private String not(int depth) {
        return "(!" + condition(depth) + ")";
    }

    private @Nullable String hasKey(int depth) {
        Maps.Table table = generator.maps().keyed();
        return table == null || table.histogram()
                ? null
                : "has_key(" + table.name + ", " + generator.maps().key(table, depth) + ")";
    }

    private @Nullable String delete(int depth) {
        Maps.Table table = generator.maps().any();
        return table == null ? null : generator.statements().delete(table, depth);
    }
}
