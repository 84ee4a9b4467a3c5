package dev.skep.lang.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes one script: the same for the same seed. Its probes are {@code begin} and the {@link Event}, which exists for
 * tests only. What scripts find around them they use only as {@link dev.skep.lang.evaluate.Surroundings} says:
 * clocks, random numbers and the CPU where it does not matter what they are, memory at addresses of known strings or below
 * 4096, where nothing is, and of the kernel's memory the current task.
 */
public final class Generator {
    private static final int DEPTH = 3;
    private static final String RAW = "rawtracepoint:" + Event.NAME;
    private static final String RECORD = "tracepoint:" + Event.CATEGORY + ":" + Event.NAME;
    private static final List<String> EVENTS = List.of(RAW, RAW, RAW, RAW, RAW, RAW, RECORD, RAW + ", " + RECORD);
    /** Where no fields are to be had, or not in all of them. */
    private static final List<String> PLACES = List.of("begin", "begin", "begin", "begin, " + RAW, "end");

    private final Random random;
    private final Scope scope = new Scope(this);
    private final Maps maps = new Maps(this);
    private final Integers integers = new Integers(this);
    private final Truths truths = new Truths(this);
    private final Texts texts = new Texts(this);
    private final Pointers pointers = new Pointers(this);
    private final Tasks tasks = new Tasks(this);
    private final Statements statements = new Statements(this);
    private final StringBuilder out = new StringBuilder();
    /** The stacks of a script are of one type. */
    private final String stack;

    private boolean event;
    /** How many more forms with parts there may be. */
    private int budget;

    private Generator(long seed) {
        random = new Random(seed * 0x9e37_79b9_7f4a_7c15L + 1);
        stack = seed % 2 == 0 ? "kstack(8)" : "ustack(perf, 8)";
    }

    /** The script of a seed. */
    public static String script(long seed) {
        return new Generator(seed).write();
    }

    private String write() {
        budget = 10 + below(90);
        int probes = 1 + below(3);
        for (int i = 0; i < probes; i++) {
            probe(i == probes - 1);
        }
        return out.toString();
    }

    private void probe(boolean last) {
        event = !chance(4);
        scope.enter();
        out.append(event ? pick(EVENTS) : pick(PLACES));
        if (chance(6)) {
            out.append(" /").append(truths.write(1)).append('/');
        }
        out.append(" {\n");
        for (int left = 1 + below(6); left > 0; left--) {
            out.append("  ").append(statements.write(DEPTH)).append('\n');
        }
        if (last) {
            for (Maps.Table table : List.copyOf(maps.all())) {
                out.append("  ").append(statements.found(table)).append('\n');
            }
        }
        out.append("}\n");
        scope.leave();
    }

    // ------------------------------------------------------------------------------------------------------- parts

    Scope scope() {
        return scope;
    }

    Maps maps() {
        return maps;
    }

    Integers integers() {
        return integers;
    }

    Truths truths() {
        return truths;
    }

    Texts texts() {
        return texts;
    }

    Pointers pointers() {
        return pointers;
    }

    Tasks tasks() {
        return tasks;
    }

    Statements statements() {
        return statements;
    }

    /** Whether the probe has an event with fields. */
    boolean event() {
        return event;
    }

    /** The current stack. */
    String stack() {
        return stack;
    }

    /** An expression of a shape. */
    String expression(Shape shape, int depth) {
        return switch (shape) {
            case Shape.Plain.INTEGER -> integers.write(depth);
            case Shape.Plain.TRUTH -> truths.write(depth);
            case Shape.Plain.TEXT -> texts.write(depth);
            case Shape.Plain.POINTER -> pointers.write(depth);
            case Shape.Plain.STACK -> new Stacks(this).write(depth);
            case Shape.Plain.BYTES -> new ByteArrays(this).write(depth);
            case Shape.Tuple tuple -> new Tuples(this, tuple).write(depth);
        };
    }

    /** An expression of a shape whose type depends on nothing else. */
    String constant(Shape shape) {
        return switch (shape) {
            case Shape.Plain.INTEGER -> Integer.toString(below(300));
            case Shape.Plain.TRUTH -> chance(2) ? "true" : "false";
            case Shape.Plain.TEXT -> "\"c\"";
            case Shape.Plain.POINTER -> "uptr(" + below(4096) + ")";
            case Shape.Plain.STACK -> stack;
            case Shape.Plain.BYTES -> "((uint8[8])" + below(300) + ")";
            case Shape.Tuple tuple -> {
                List<String> elements = new ArrayList<>();
                tuple.elements().forEach(element -> elements.add(constant(element)));
                yield "(" + String.join(", ", elements) + ")";
            }
        };
    }

    /** Some shape; a tuple only where {@code depth} allows. */
    Shape shape(int depth) {
        return chance(50) ? Shape.Plain.STACK : comparable(depth);
    }

    /** Some shape whose values can be told from each other: that of a key. */
    Shape comparable(int depth) {
        if (ByteArrays.EXIST && chance(16)) {
            return Shape.Plain.BYTES;
        }
        return switch (below(depth > 0 ? 12 : 10)) {
            case 0, 1, 2, 3, 4 -> Shape.Plain.INTEGER;
            case 5, 6, 7 -> Shape.Plain.TEXT;
            case 8 -> Shape.Plain.TRUTH;
            case 9 -> Shape.Plain.POINTER;
            default -> tuple(depth - 1);
        };
    }

    /** Some tuple; often one of few, so that there is a variable of its shape. */
    Shape.Tuple tuple(int depth) {
        if (chance(3)) {
            return new Shape.Tuple(List.of(Shape.Plain.INTEGER, Shape.Plain.INTEGER));
        }
        List<Shape> elements = new ArrayList<>();
        for (int count = 2 + below(2); count > 0; count--) {
            elements.add(comparable(depth));
        }
        return new Shape.Tuple(elements);
    }

    // ------------------------------------------------------------------------------------------------------ chances

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** One time in so many. */
    boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    long bits() {
        return random.nextLong();
    }

    /** Takes one from the script's budget of forms with parts; false if there is none left. */
    boolean spend() {
        return budget-- > 0;
    }

    /** The tuples with one element of a shape that are in sight, the element picked: see {@link Scope#findElement}. */
    @Nullable
    String element(Shape shape) {
        return scope.findElement(shape);
    }
}
