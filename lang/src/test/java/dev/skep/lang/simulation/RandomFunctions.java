package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes functions at random from a seed: arithmetic on many variables, branches, bounded loops, slots, maps, atomics and
 * calls. Every function ends, and does nothing that the verifier would refuse.
 */
final class RandomFunctions {
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

    private static final String[] NUMBERS = {"a", "b", "c", "d", "e", "f"};
    private static final String[] TEXTS = {"text", "name", "path"};

    private static final long[] CONSTANTS = {
        0,
        1,
        -1,
        2,
        7,
        8,
        63,
        64,
        65,
        255,
        256,
        1000,
        -1000,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0x1234_5678_9abc_def0L
    };

    /** Where functions run. */
    enum Kind {
        /** In the interpreters only, with a helper that no kernel has. */
        SIMULATED,
        /** Also in a kernel. */
        REAL
    }

    private final Random random;
    private final boolean atomics;
    private final Kind kind;
    private final IrFunction function = new IrFunction("main", 1);
    private final IrBuilder builder = new IrBuilder(function);
    private final Source source = new Source("random", "x".repeat(64));
    private final List<Variable> variables = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Variable calls = builder.declareVariable("calls");
    private int budget;
    private int loops;

    private RandomFunctions(long seed, boolean atomics, Kind kind) {
        random = new Random(seed);
        this.atomics = atomics;
        this.kind = kind;
    }

    /** @param atomics whether those that ISA v3 brought may occur */
    static IrFunction make(long seed, boolean atomics, Kind kind) {
        return new RandomFunctions(seed, atomics, kind).make();
    }

    /** The event that a function finds. */
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

    /** What the functions find: an event, and the maps that they use. */
    static World world(long seed) {
        return new World(event(seed))
                .hash("@h", 16, 24)
                .hash("@k", 8, 8)
                .hash("@log", 8, 40)
                .array("@a", 32)
                .array("scratch_p0", 4096);
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    private void place() {
        int at = below(60);
        builder.at(new Span(source, at, at + 1));
    }

    private IrFunction make() {
        place();
        budget = 5 + below(60);
        int variableCount = 2 + below(14);
        for (int i = 0; i < variableCount; i++) {
            Variable variable = builder.declareVariable("v" + i);
            variables.add(variable);
            builder.write(variable, leaf());
        }
        int slotCount = 2 + below(4);
        for (int i = 0; i < slotCount; i++) {
            int[] sizes = {16, 24, 32, 40, 64, 200, 300};
            Slot slot = builder.newSlot(sizes[below(sizes.length)], "slot " + i);
            slots.add(slot);
            builder.zero(builder.slotAddress(slot), 0, slot.size());
        }
        statements(3);
        Operand result = builder.read(variables.getFirst());
        for (Variable variable : variables) {
            result = builder.binary(BinaryOp.XOR, result, builder.read(variable));
        }
        // A run on demand gives the lower half of the result only.
        builder.store(Width.DOUBLE, builder.mapValueAddress("@a", 24), 0, result);
        builder.ret(result);
        return builder.finish();
    }

    private void statements(int depth) {
        int count = 1 + below(8);
        for (int i = 0; i < count && budget > 0; i++) {
            budget--;
            statement(depth);
        }
    }

    private void statement(int depth) {
        place();
        switch (below(depth > 0 ? 16 : 13)) {
            case 0, 1, 2, 3 -> builder.write(variable(), expression(3));
            case 4 -> builder.write(variable(), call());
            case 5 -> call();
            case 6 -> store();
            case 7 -> builder.write(variable(), load());
            case 8 -> copy();
            case 9 -> map();
            case 10 -> array();
            case 11 -> atomic();
            case 12 -> helper();
            case 13, 14 -> condition(depth);
            default -> loop(depth);
        }
    }

    private Variable variable() {
        return variables.get(below(variables.size()));
    }

    private Operand leaf() {
        return switch (below(4)) {
            case 0 -> Operand.of(CONSTANTS[below(CONSTANTS.length)]);
            case 1 -> Operand.of(below(20) - 10);
            default -> builder.eventField(NUMBERS[below(NUMBERS.length)]);
        };
    }

    private Operand expression(int depth) {
        if (depth == 0 || below(4) == 0) {
            return below(3) == 0 ? leaf() : builder.read(variable());
        }
        return switch (below(12)) {
            case 0 -> builder.negate(expression(depth - 1));
            case 1, 2 -> builder.extend(expression(depth - 1), 8 << below(3), random.nextBoolean());
            case 3 -> builder.compare(condition(), expression(depth - 1), expression(depth - 1));
            case 4 -> builder.copy(expression(depth - 1));
            default -> {
                BinaryOp op = BinaryOp.values()[below(BinaryOp.values().length)];
                yield builder.binary(op, expression(depth - 1), expression(depth - 1));
            }
        };
    }

    private Condition condition() {
        return Condition.values()[below(Condition.values().length)];
    }

    /** Lets five values be seen: as the arguments of a call, or in a map. */
    private Reg call() {
        Operand[] values = new Operand[5];
        for (int i = 0; i < values.length; i++) {
            values[i] = expression(1);
        }
        if (kind == Kind.SIMULATED) {
            return builder.call(Helper.TRACE_VPRINTK, values);
        }
        Reg key = builder.slotAddress(builder.newSlot(8, "key of log"));
        builder.write(calls, builder.binary(BinaryOp.ADD, builder.read(calls), Operand.of(1)));
        builder.store(Width.DOUBLE, key, 0, builder.read(calls));
        Reg entry = builder.slotAddress(builder.newSlot(40, "entry of log"));
        for (int i = 0; i < values.length; i++) {
            builder.store(Width.DOUBLE, entry, 8 * i, values[i]);
        }
        return builder.mapUpdate("@log", key, entry, 0);
    }

    private Slot slot() {
        return slots.get(below(slots.size()));
    }

    private Width width() {
        return Width.values()[below(4)];
    }

    private int offset(Slot slot, int size, int alignment) {
        return below((slot.size() - size) / alignment + 1) * alignment;
    }

    private void store() {
        Slot slot = slot();
        Width width = width();
        int offset = offset(slot, width.bytes(), width.bytes());
        Reg address = builder.slotAddress(slot);
        if (random.nextBoolean()) {
            builder.store(width, address, offset, expression(1));
        } else {
            Reg moved = builder.binary(BinaryOp.ADD, address, Operand.of(offset));
            builder.store(width, moved, 0, expression(1));
        }
    }

    private Reg load() {
        Slot slot = slot();
        Width width = width();
        int offset = offset(slot, width.bytes(), width.bytes());
        boolean signed = width != Width.DOUBLE && random.nextBoolean();
        return builder.load(width, signed, builder.slotAddress(slot), offset);
    }

    private void copy() {
        Slot to = slot();
        Slot from = slot();
        int size = 1 + below(Math.min(to.size(), from.size()));
        if (to != from && below(3) > 0) {
            int alignment = 1 << below(4);
            builder.copyBytes(
                    builder.slotAddress(to),
                    offset(to, size, alignment),
                    builder.slotAddress(from),
                    offset(from, size, alignment),
                    size);
        } else {
            builder.zero(builder.slotAddress(to), offset(to, size, 1), size);
        }
    }

    private Reg key(int size) {
        Slot slot = builder.newSlot(size, "key");
        Reg address = builder.slotAddress(slot);
        for (int i = 0; i < size; i += 8) {
            builder.store(Width.DOUBLE, address, i, Operand.of(below(3)));
        }
        return address;
    }

    /** Looks a key up, inserts it if it is not there, and works on the value. */
    private void map() {
        boolean small = random.nextBoolean();
        String map = small ? "@k" : "@h";
        Reg key = key(small ? 8 : 16);
        if (below(5) == 0) {
            builder.write(variable(), builder.mapDelete(map, key));
            return;
        }
        Variable found = builder.declareVariable("found");
        builder.write(found, builder.mapLookup(map, key));
        Block missing = builder.newBlock();
        Block there = builder.newBlock();
        Block after = builder.newBlock();
        builder.branch(Condition.NE, builder.read(found), Operand.of(0), there, missing);
        builder.seal(missing);
        builder.position(missing);
        Slot value = builder.newSlot(small ? 8 : 24, "value");
        Reg address = builder.slotAddress(value);
        builder.zero(address, 0, value.size());
        builder.store(Width.DOUBLE, address, 0, expression(1));
        builder.mapUpdate(map, key, address, below(3));
        builder.write(found, builder.mapLookup(map, key));
        builder.branch(Condition.NE, builder.read(found), Operand.of(0), there, after);
        builder.seal(there);
        builder.position(there);
        Reg pointer = (Reg) builder.read(found);
        builder.write(variable(), builder.load(Width.DOUBLE, false, pointer, 0));
        if (random.nextBoolean()) {
            call();
        }
        builder.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, pointer, 0, expression(1));
        if (random.nextBoolean()) {
            Slot to = slot();
            builder.copyBytes(builder.slotAddress(to), 0, pointer, 0, small ? 8 : 16);
        }
        builder.jump(after);
        builder.seal(after);
        builder.position(after);
    }

    private void array() {
        int offset = 8 * below(4);
        Reg address = builder.mapValueAddress("@a", offset);
        builder.write(variable(), builder.load(Width.DOUBLE, false, address, 0));
        builder.store(Width.WORD, address, 4, expression(2));
    }

    private void atomic() {
        Reg base = random.nextBoolean() ? builder.mapValueAddress("@a", 0) : builder.slotAddress(slot());
        Width width = random.nextBoolean() ? Width.DOUBLE : Width.WORD;
        int offset = below(2) * 8;
        int kind = atomics ? below(4) : 0;
        AtomicOp op = AtomicOp.values()[below(4)];
        switch (kind) {
            case 0 -> builder.atomicUpdate(width, AtomicOp.ADD, base, offset, expression(1));
            case 1 -> builder.atomicUpdate(width, op, base, offset, expression(1));
            case 2 -> builder.write(variable(), builder.atomicFetch(width, op, base, offset, expression(1)));
            default ->
                builder.write(
                        variable(), builder.compareExchange(width, base, offset, Operand.of(below(2)), expression(1)));
        }
    }

    private void helper() {
        // What a real kernel answers to the first ones is not known here.
        switch (kind == Kind.SIMULATED ? below(5) : 3) {
            case 0 -> builder.write(variable(), builder.call(Helper.GET_CURRENT_PID_TGID));
            case 1 -> builder.write(variable(), builder.call(Helper.GET_SMP_PROCESSOR_ID));
            case 2 -> builder.write(variable(), builder.call(Helper.KTIME_GET_NS));
            case 3 -> {
                Reg text = builder.eventFieldAddress(TEXTS[below(TEXTS.length)]);
                builder.write(
                        variable(),
                        builder.call(
                                Helper.PROBE_READ_KERNEL,
                                builder.slotAddress(slot()),
                                Operand.of(1 + below(16)),
                                text));
            }
            default -> builder.call(Helper.GET_CURRENT_UID_GID);
        }
    }

    private void condition(int depth) {
        Block then = builder.newBlock();
        boolean otherwise = random.nextBoolean();
        Block no = otherwise ? builder.newBlock() : null;
        Block join = builder.newBlock();
        Operand left = expression(2);
        Operand right = random.nextBoolean() ? Operand.of(below(10)) : expression(1);
        builder.branch(condition(), left, right, then, no == null ? join : no);
        builder.seal(then);
        builder.position(then);
        statements(depth - 1);
        leave(join);
        if (no != null) {
            builder.seal(no);
            builder.position(no);
            statements(depth - 1);
            leave(join);
        }
        builder.seal(join);
        builder.position(join);
    }

    private void leave(Block join) {
        if (below(12) == 0) {
            builder.ret(expression(1));
        } else {
            builder.jump(join);
        }
    }

    private void loop(int depth) {
        if (++loops > 4) {
            return;
        }
        Variable counter = builder.declareVariable("counter");
        builder.write(counter, Operand.of(0));
        Block header = builder.newBlock();
        Block body = builder.newBlock();
        Block after = builder.newBlock();
        builder.jump(header);
        builder.position(header);
        Operand limit = Operand.of(1 + below(3));
        builder.branch(Condition.ULT, builder.read(counter), limit, body, after);
        builder.seal(body);
        builder.position(body);
        statements(depth - 1);
        builder.write(counter, builder.binary(BinaryOp.ADD, builder.read(counter), Operand.of(1)));
        if (below(3) == 0) {
            builder.branch(condition(), expression(1), expression(1), header, after);
        } else {
            builder.jump(header);
        }
        builder.seal(header);
        builder.seal(after);
        builder.position(after);
    }
}
