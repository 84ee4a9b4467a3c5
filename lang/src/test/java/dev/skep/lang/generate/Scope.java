package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The variables that are in sight. */
final class Scope {
    private record Declared(String name, Shape shape) {}

    private final Generator generator;
    private final List<List<Declared>> blocks = new ArrayList<>();
    private int count;
    private @Nullable String favourite;

    Scope(Generator generator) {
        this.generator = generator;
    }

    void enter() {
        blocks.add(new ArrayList<>());
    }

    void leave() {
        blocks.removeLast();
    }

    /** A name that no variable of the script has; it is not in sight before {@link #declare}. */
    String fresh() {
        return "$v" + count++;
    }

    void declare(String name, Shape shape) {
        blocks.getLast().add(new Declared(name, shape));
    }

    /**
     * Prefers a variable to all others while something is written: what is assigned to it, or compared with it.
     *
     * @param name null for none
     */
    String prefer(@Nullable String name, Supplier<String> part) {
        String before = favourite;
        favourite = name;
        String text = part.get();
        favourite = before;
        return text;
    }

    /** A variable of a shape, or null. */
    @Nullable
    String find(Shape shape) {
        List<String> found = new ArrayList<>();
        for (List<Declared> block : blocks) {
            for (Declared variable : block) {
                if (variable.shape.equals(shape)) {
                    if (variable.name.equals(favourite) && generator.chance(2)) {
                        return favourite;
                    }
                    found.add(variable.name);
                }
            }
        }
        return found.isEmpty() ? null : generator.pick(found);
    }

    /** A variable that is a tuple with an element of a shape, and that element: {@code $t.1}; or null. */
    @Nullable
    String findElement(Shape shape) {
        List<String> found = new ArrayList<>();
        for (List<Declared> block : blocks) {
            for (Declared variable : block) {
                if (variable.shape instanceof Shape.Tuple tuple) {
                    for (int i = 0; i < tuple.elements().size(); i++) {
                        if (tuple.elements().get(i).equals(shape)) {
                            if (variable.name.equals(favourite) && generator.chance(2)) {
                                return favourite + "." + i;
                            }
                            found.add(variable.name + "." + i);
                        }
                    }
                }
            }
        }
        return found.isEmpty() ? null : generator.pick(found);
    }
}
