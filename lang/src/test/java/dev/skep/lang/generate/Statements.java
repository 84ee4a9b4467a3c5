package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements, with the sign that ends them. */
final class Statements extends Forms {
    private static final List<String> ATOMIC = List.of("+=", "-=", "&=", "|=", "^=", "*=");

    private final Loops loops;

    Statements(Generator generator) {
        super(generator);
        loops = new Loops(generator);
        leaf(2, this::declare);
        leaf(2, this::count);
        leaf(2, this::printMap);
        form(8, this::declare);
        form(2, this::declareFirst);
        form(5, this::assign);
        form(4, this::compound);
        form(8, this::store);
        form(4, this::update);
        form(3, this::increment);
        form(8, depth -> assign(generator.maps().aggregate(), depth));
        form(3, this::print);
        form(4, this::printf);
        form(2, this::printMap);
        form(1, this::clear);
        form(2, this::delete);
        form(5, this::branch);
        form(1, this::block);
        form(1, this::exit);
        form(1, this::evaluate);
        form(2, "@ = { let $x = 1; $x };", this::rearrange);
        form(1, "_ = pid;", depth -> "_ = " + generator.expression(generator.shape(2), depth) + ";");
        form(1, "if (pid) { return; }", this::leave);
        form(4, "for ($i : 0..3) { @ = $i; }", loops::range);
        form(3, "$i = 0; while ($i < 3) { $i++; }", loops::asLongAs);
        form(2, "unroll (3) { @ = 1; }", loops::unroll);
        form(3, "@m[1] = 1; for ($kv : @m) { @ = sum($kv.1); }", loops::elements);
        form(3, "for ($i : 0..3) { if ($i) { continue; } break; }", loops::departure);
    }

    // --------------------------------------------------------------------------------------------------- variables

    private String declare(int depth) {
        Shape shape = generator.shape(2);
        String value = generator.expression(shape, depth);
        String name = generator.scope().fresh();
        generator.scope().declare(name, shape);
        return (generator.chance(2) ? "let " : "") + name + " = " + value + ";";
    }

    private String declareFirst(int depth) {
        Shape shape = generator.shape(2);
        String name = generator.scope().fresh();
        String condition = generator.truths().condition(depth);
        String value = generator.expression(shape, depth);
        generator.scope().declare(name, shape);
        return "let " + name + "; if (" + condition + ") { " + name + " = " + value + "; }";
    }

    private @Nullable String assign(int depth) {
        Shape shape = generator.shape(2);
        String name = generator.scope().find(shape);
        return name == null
                ? null
                : name + " = " + generator.scope().prefer(name, () -> generator.expression(shape, depth)) + ";";
    }

    /** Makes a tuple of its own parts: {@code $t = { ...; ($t.1, $t.0) }}. */
    private @Nullable String rearrange(int depth) {
        Shape.Tuple shape = generator.tuple(1);
        String name = generator.scope().find(shape);
        if (name == null) {
            return null;
        }
        generator.scope().enter();
        String first = write(depth);
        String tuple = generator.scope().prefer(name, () -> new Tuples(generator, shape).tuple(depth));
        generator.scope().leave();
        return name + " = { " + first + " " + tuple + " };";
    }

    private @Nullable String compound(int depth) {
        String name = generator.scope().find(Shape.Plain.INTEGER);
        return name == null ? null : name + " " + change(depth);
    }

    /** {@code op= value;}. */
    private String change(int depth) {
        Integers integers = generator.integers();
        return switch (generator.below(4)) {
            case 0 -> (generator.chance(2) ? "/= " : "%= ") + integers.divisor(depth) + ";";
            case 1 -> (generator.chance(2) ? "<<= " : ">>= ") + integers.write(depth) + ";";
            default -> generator.pick(ATOMIC) + " " + integers.write(depth) + ";";
        };
    }

    // -------------------------------------------------------------------------------------------------------- maps

    private String store(int depth) {
        return assign(generator.maps().of(generator.shape(2)), depth);
    }

    /** Gives an element of a map a value. */
    String assign(Maps.Table table, int depth) {
        String element = generator.maps().element(table, depth);
        Shape value = table.value;
        String function = table.function;
        if (value != null) {
            return element + " = " + generator.expression(value, depth) + ";";
        }
        return element + " = "
                + (function == null
                        ? ""
                        : function.replace("%", generator.integers().write(depth))) + ";";
    }

    /** An assignment that settles a map's types, whether it is ever made or not: all others may depend on each other. */
    String found(Maps.Table table) {
        Shape value = table.value;
        String function = table.function;
        String text = generator.maps().constant(table) + " = "
                + (value != null ? generator.constant(value) : function == null ? "" : function.replace("%", "1"))
                + ";";
        return generator.chance(2) ? "if (pid == 0) { " + text + " }" : text;
    }

    private String count(int depth) {
        return assign(generator.maps().aggregate(), 0);
    }

    private String update(int depth) {
        Maps.Table table = generator.maps().of(Shape.Plain.INTEGER);
        return generator.maps().element(table, depth) + " " + change(depth);
    }

    private String increment(int depth) {
        Maps.Table table = generator.maps().of(Shape.Plain.INTEGER);
        String element = generator.maps().element(table, depth);
        return (generator.chance(2) ? "++" + element : element + "--") + ";";
    }

    private @Nullable String delete(int depth) {
        Maps.Table table = generator.maps().any();
        String text = table == null ? null : delete(table, depth);
        return text == null ? null : text + ";";
    }

    /** A call that removes an element, or null. */
    @Nullable
    String delete(Maps.Table table, int depth) {
        if (table.keys.isEmpty()) {
            return "delete(" + table.name + ")";
        }
        if (table.histogram()) {
            return null;
        }
        return generator.chance(2)
                ? "delete(" + generator.maps().element(table, depth) + ")"
                : "delete(" + table.name + ", " + generator.maps().key(table, depth) + ")";
    }

    // -------------------------------------------------------------------------------------------------------- events

    private String print(int depth) {
        return "print(" + generator.expression(generator.shape(2), depth) + ");";
    }

    private String printf(int depth) {
        StringBuilder format = new StringBuilder("\"");
        List<String> arguments = new ArrayList<>();
        for (int count = generator.below(5); count > 0; count--) {
            Shape shape = generator.shape(2);
            format.append(generator.pick(conversions(shape))).append(' ');
            arguments.add(", " + generator.expression(shape, depth));
        }
        return "printf(" + format + "\"" + String.join("", arguments) + ");";
    }

    private static List<String> conversions(Shape shape) {
        return shape == Shape.Plain.INTEGER
                ? List.of("%d", "%ld", "%u", "%llx", "%c", "%5d", "%s")
                : shape == Shape.Plain.TEXT ? List.of("%s", "%10s", "%r") : List.of("%s");
    }

    private @Nullable String printMap(int depth) {
        Maps.Table table = generator.maps().any();
        if (table == null) {
            return null;
        }
        String arguments = generator.chance(2) ? "" : ", " + generator.below(3) + (generator.chance(2) ? "" : ", 2");
        String print = "print(" + table.name + arguments + ");";
        return generator.chance(3) ? print + " clear(" + table.name + ");" : print;
    }

    private @Nullable String clear(int depth) {
        Maps.Table table = generator.maps().any();
        return table == null ? null : "clear(" + table.name + ");";
    }

    /** Not in a loop: the compiler refuses it there. */
    private @Nullable String exit(int depth) {
        String code = generator.chance(2) ? "" : generator.integers().write(depth);
        String text = "if (" + generator.truths().condition(depth) + ") { exit(" + code + "); }";
        return loops.within() ? null : text;
    }

    // ------------------------------------------------------------------------------------------------------- control

    private String branch(int depth) {
        String condition = generator.truths().condition(depth);
        String text = "if (" + condition + ") " + block(depth);
        return switch (generator.below(4)) {
            case 0 -> text + " else " + block(depth);
            case 1 -> text + " else " + branch(depth - 1);
            default -> text;
        };
    }

    String block(int depth) {
        return "{ " + sequence(depth, null) + " }";
    }

    /** Statements in a scope of their own, and an expression of a shape behind them if that is not null. */
    String sequence(int depth, @Nullable Shape value) {
        generator.scope().enter();
        List<String> parts = new ArrayList<>();
        for (int left = 1 + generator.below(3); left > 0; left--) {
            parts.add(write(depth));
        }
        if (value != null) {
            parts.add(generator.expression(value, depth));
        }
        generator.scope().leave();
        return String.join(" ", parts);
    }

    private String leave(int depth) {
        return "if (" + generator.truths().condition(depth) + ") { return; }";
    }

    private String evaluate(int depth) {
        String expression = generator.expression(generator.shape(2), depth);
        // What begins with a brace is a block.
        return (expression.startsWith("{") ? "(" + expression + ")" : expression) + ";";
    }
}
