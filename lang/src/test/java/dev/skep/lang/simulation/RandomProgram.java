package dev.skep.lang.simulation;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The functions of a program, made at random from a seed, and the world that they run in. */
final class RandomProgram {
    static final TracepointFormat FIELDS = new TracepointFormat(List.of(
            new Field("a", "long", 8, 8, true, Storage.VALUE),
            new Field("b", "int", 16, 4, true, Storage.VALUE),
            new Field("c", "unsigned int", 24, 4, false, Storage.VALUE),
            new Field("d", "short", 32, 2, true, Storage.VALUE),
            new Field("e", "char", 40, 1, true, Storage.VALUE),
            new Field("f", "unsigned char", 48, 1, false, Storage.VALUE),
            new Field("text", "char", 56, 16, false, Storage.ARRAY),
            new Field("name", "char", 72, 4, false, Storage.DATA_LOC),
            new Field("path", "char", 76, 4, false, Storage.REL_LOC)));

    static final int EVENT_SIZE = 96;

    private static final int MAX_FUNCTIONS = 6;

    /**
     * What programs may need.
     *
     * @param simulated whether they run in the interpreters only, with a helper that no kernel has
     * @param atomics those that ISA v3 brought
     * @param callbacks helpers that call back, values of other CPUs, types of the kernel: kernel 6.2 has them all
     */
    record Abilities(boolean simulated, boolean atomics, boolean callbacks) {}

    private final Random random;
    private final Abilities abilities;
    private final Source source = new Source("random", "x".repeat(64));
    private final List<IrFunction> functions = new ArrayList<>();
    private int made;

    private RandomProgram(long seed, Abilities abilities) {
        random = new Random(seed);
        this.abilities = abilities;
    }

    /** The same for the same arguments; the main function is the first. */
    static List<IrFunction> make(long seed, Abilities abilities) {
        return new RandomProgram(seed, abilities).make();
    }

    private List<IrFunction> make() {
        RandomBody main = new RandomBody(this, "main", 1, 0);
        main.start(15, 5);
        main.statements(5 + random.nextInt(60), 3);
        Operand result = main.mixture();
        // A run on demand gives the lower half of the result only.
        main.builder.store(Width.DOUBLE, main.builder.mapValueAddress("@a", 24), 0, result);
        main.builder.ret(result);
        main.builder.finish();
        functions.addFirst(main.function);
        return functions;
    }

    Random random() {
        return random;
    }

    Abilities abilities() {
        return abilities;
    }

    /** Some place in the source. */
    Span somewhere() {
        int at = random.nextInt(60);
        return new Span(source, at, at + 1);
    }

    boolean mayCall() {
        return made < MAX_FUNCTIONS;
    }

    /** A number that no function has yet. */
    int number() {
        return made++;
    }

    void add(RandomBody function) {
        function.builder.finish();
        functions.add(function.function);
    }

    /** The event that a program finds. */
    static byte[] event(long seed) {
        byte[] event = new byte[EVENT_SIZE];
        new Random(seed).nextBytes(event);
        // Both dynamic fields lie in the last 16 bytes.
        event[72] = 80;
        event[73] = 0;
        event[76] = 0;
        event[77] = 0;
        return event;
    }

    /** What programs find: an event, and the maps that they use. */
    static World world(long seed) {
        return new World(event(seed))
                .hash("@h", 16, 24)
                .hash("@k", 8, 8)
                .hash("@log", 8, 40)
                .array("@a", 32)
                .array("@count", 8)
                .array("@p", 16)
                .array("scratch_p0", 32768);
    }
}
