package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The script's maps: each has its keys and values from its first use on. */
final class Maps {
    private static final int MOST = 7;
    private static final int[] FEW = {0, 1, 1, 1, 2, 2, 3};

    /** A map: of values of a shape, or one that a map function fills. */
    static final class Table {
        final String name;
        final List<Shape> keys;
        final @Nullable Shape value;
        final @Nullable String function;

        Table(String name, List<Shape> keys, @Nullable Shape value, @Nullable String function) {
            this.name = name;
            this.keys = keys;
            this.value = value;
            this.function = function;
        }

        boolean histogram() {
            return function != null && function.contains("hist");
        }
    }

    private final Generator generator;
    private final List<Table> tables = new ArrayList<>();

    Maps(Generator generator) {
        this.generator = generator;
    }

    List<Table> all() {
        return tables;
    }

    /** A map with values of a shape. */
    Table of(Shape value) {
        List<Table> found = new ArrayList<>();
        for (Table table : tables) {
            if (value.equals(table.value)) {
                found.add(table);
            }
        }
        if (!found.isEmpty() && (tables.size() >= MOST || !generator.chance(4))) {
            return generator.pick(found);
        }
        return add(value, null);
    }

    /** A map that a map function fills. */
    Table aggregate() {
        List<Table> found = new ArrayList<>();
        for (Table table : tables) {
            if (table.function != null) {
                found.add(table);
            }
        }
        if (!found.isEmpty() && (tables.size() >= MOST || generator.chance(2))) {
            return generator.pick(found);
        }
        return add(null, function());
    }

    /** One of the maps that there are, or null. */
    @Nullable
    Table any() {
        return tables.isEmpty() ? null : generator.pick(tables);
    }

    /** One with keys, or null. */
    @Nullable
    Table keyed() {
        List<Table> found =
                tables.stream().filter(table -> !table.keys.isEmpty()).toList();
        return found.isEmpty() ? null : generator.pick(found);
    }

    /** The assignment to a map without keys of its own that a map function fills, {@code %} for the number. */
    String gatherer(String function) {
        Table table = new Table("@m" + tables.size(), List.of(), null, function);
        tables.add(table);
        return table.name + " = " + function + ";";
    }

    private Table add(@Nullable Shape value, @Nullable String function) {
        List<Shape> keys = new ArrayList<>();
        for (int count = FEW[generator.below(FEW.length)]; count > 0; count--) {
            keys.add(generator.comparable(1));
        }
        if (keys.size() == 1 && keys.getFirst() instanceof Shape.Tuple tuple) {
            // A tuple alone in the brackets is its elements.
            keys = tuple.elements();
        }
        Table table = new Table("@m" + tables.size(), keys, value, function);
        tables.add(table);
        return table;
    }

    /** A map function's use, {@code %} for the number that it is given. */
    private String function() {
        return switch (generator.below(8)) {
            case 0 -> "count()";
            case 1 -> "sum(%)";
            case 2 -> "avg(%)";
            case 3 -> "min(%)";
            case 4 -> "max(%)";
            case 5 -> "hist(%)";
            case 6 -> "hist(%, " + generator.below(6) + ")";
            default -> {
                int min = generator.below(200) - 100;
                int step = 1 + generator.below(20);
                yield "lhist(%, " + min + ", " + (min + step + generator.below(300)) + ", " + step + ")";
            }
        };
    }

    /** An element: {@code @m[key]}, or the map itself if it has no keys. */
    String element(Table table, int depth) {
        return table.keys.isEmpty() ? table.name : table.name + "[" + keys(table, depth) + "]";
    }

    private String keys(Table table, int depth) {
        if (table.keys.size() > 1 && generator.chance(4)) {
            return key(table, depth);
        }
        List<String> keys = new ArrayList<>();
        for (Shape key : table.keys) {
            keys.add(near(key, depth));
        }
        return String.join(", ", keys);
    }

    /** An element whose key's type depends on nothing else. */
    String constant(Table table) {
        List<String> keys = new ArrayList<>();
        for (Shape key : table.keys) {
            keys.add(generator.constant(key));
        }
        return keys.isEmpty() ? table.name : table.name + "[" + String.join(", ", keys) + "]";
    }

    /** The key as one expression. */
    String key(Table table, int depth) {
        return table.keys.size() == 1
                ? near(table.keys.getFirst(), depth)
                : generator.expression(new Shape.Tuple(table.keys), depth);
    }

    /** One of few values, so that elements are met again. */
    private String near(Shape key, int depth) {
        if (generator.chance(2)) {
            if (key == Shape.Plain.INTEGER) {
                return Integer.toString(generator.below(5) - 1);
            } else if (key == Shape.Plain.TEXT) {
                return generator.pick(List.of("\"\"", "\"a\"", "\"b\"", "comm"));
            }
        }
        return generator.expression(key, depth);
    }
}
