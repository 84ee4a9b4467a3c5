package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the body of one function at random: arithmetic on many variables, branches, bounded loops, slots, maps, atomics,
 * helpers, fields of kernel structs, and calls of functions that it makes on the way. Every body ends, and does nothing
 * that the verifier would refuse.
 */
final class RandomBody {
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

    /** Memory that a body reads and writes as it likes; all of it is written when the body starts. */
    sealed interface Area {
        int size();

        /** The function's own. */
        record Own(Slot slot) implements Area {
            @Override
            public int size() {
                return slot.size();
            }
        }

        /** Another function's. */
        record Given(Reg address, int size) implements Area {}
    }

    final RandomProgram program;
    final IrFunction function;
    final IrBuilder builder;
    /** How many functions are active below this one. */
    final int depth;

    final List<Variable> variables = new ArrayList<>();
    final List<Area> areas = new ArrayList<>();
    private final Random random;
    private int budget;
    private int loops;

    /** @param depth 0 for the main function, which alone is given the event */
    RandomBody(RandomProgram program, String name, int parameters, int depth) {
        this.program = program;
        this.depth = depth;
        random = program.random();
        function = new IrFunction(name, parameters);
        builder = new IrBuilder(function);
        place();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private void place() {
        builder.at(program.somewhere());
    }

    /** Declares variables and memory of its own, and writes them. */
    void start(int maxVariables, int maxSlots) {
        int variableCount = 2 + below(maxVariables - 1);
        for (int i = 0; i < variableCount; i++) {
            add(leaf());
        }
        int slotCount = 2 + below(maxSlots - 1);
        for (int i = 0; i < slotCount; i++) {
            int[] sizes = {16, 24, 32, 40, 64, 200, 300};
            areas.add(newArea(sizes[below(sizes.length)]));
        }
    }

    void add(Operand value) {
        Variable variable = builder.declareVariable("v" + variables.size());
        variables.add(variable);
        builder.write(variable, value);
    }

    /** Memory that is written from here on only. */
    Area newArea(int size) {
        Slot slot = builder.newSlot(size, "slot " + areas.size());
        builder.zero(builder.slotAddress(slot), 0, slot.size());
        return new Area.Own(slot);
    }

    /** So many statements at most, nested ones included. */
    void statements(int count, int depth) {
        budget = count;
        statements(depth);
    }

    Operand mixture() {
        Operand result = builder.read(variables.getFirst());
        for (Variable variable : variables) {
            result = builder.binary(BinaryOp.XOR, result, builder.read(variable));
        }
        return result;
    }

    Reg address(Area area) {
        return switch (area) {
            case Area.Own own -> builder.slotAddress(own.slot());
            case Area.Given given -> given.address();
        };
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
        switch (below(depth > 0 ? 20 : 16)) {
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
            case 13 -> structure();
            case 14, 15 -> new RandomCalls(this).make();
            case 16, 17, 18 -> condition(depth);
            default -> loop(depth);
        }
    }

    Variable variable() {
        return variables.get(below(variables.size()));
    }

    private Operand leaf() {
        return switch (below(4)) {
            case 0 -> Operand.of(CONSTANTS[below(CONSTANTS.length)]);
            case 1 -> Operand.of(below(20) - 10);
            default -> {
                String field = NUMBERS[below(NUMBERS.length)];
                yield depth == 0 ? builder.eventField(field) : builder.read(variable());
            }
        };
    }

    Operand expression(int depth) {
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

    Condition condition() {
        return Condition.values()[below(Condition.values().length)];
    }

    /** Lets five values be seen: as the arguments of a call, or in a map. */
    private Reg call() {
        Operand[] values = new Operand[5];
        for (int i = 0; i < values.length; i++) {
            values[i] = expression(1);
        }
        if (program.abilities().simulated()) {
            return builder.call(Helper.TRACE_VPRINTK, values);
        }
        Reg count = builder.mapValueAddress("@count", 0);
        Operand number = builder.binary(BinaryOp.ADD, builder.load(Width.DOUBLE, false, count, 0), Operand.of(1));
        builder.store(Width.DOUBLE, count, 0, number);
        Reg key = builder.slotAddress(builder.newSlot(8, "key of log"));
        builder.store(Width.DOUBLE, key, 0, number);
        Reg entry = builder.slotAddress(builder.newSlot(40, "entry of log"));
        for (int i = 0; i < values.length; i++) {
            builder.store(Width.DOUBLE, entry, 8 * i, values[i]);
        }
        return builder.mapUpdate("@log", key, entry, 0);
    }

    private Area area() {
        return areas.get(below(areas.size()));
    }

    private Width width() {
        return Width.values()[below(4)];
    }

    private int offset(Area area, int size, int alignment) {
        return below((area.size() - size) / alignment + 1) * alignment;
    }

    private void store() {
        Area area = area();
        Width width = width();
        int offset = offset(area, width.bytes(), width.bytes());
        Reg address = address(area);
        if (random.nextBoolean()) {
            builder.store(width, address, offset, expression(1));
        } else {
            Reg moved = builder.binary(BinaryOp.ADD, address, Operand.of(offset));
            builder.store(width, moved, 0, expression(1));
        }
    }

    private Reg load() {
        Area area = area();
        Width width = width();
        int offset = offset(area, width.bytes(), width.bytes());
        boolean signed = width != Width.DOUBLE && random.nextBoolean();
        return builder.load(width, signed, address(area), offset);
    }

    private void copy() {
        Area to = area();
        Area from = area();
        int size = 1 + below(Math.min(to.size(), from.size()));
        if (to != from && below(3) > 0) {
            int alignment = 1 << below(4);
            builder.copyBytes(
                    address(to), offset(to, size, alignment), address(from), offset(from, size, alignment), size);
        } else {
            builder.zero(address(to), offset(to, size, 1), size);
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
            builder.copyBytes(address(area()), 0, pointer, 0, small ? 8 : 16);
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
        Reg base = random.nextBoolean() ? builder.mapValueAddress("@a", 0) : address(area());
        Width width = random.nextBoolean() ? Width.DOUBLE : Width.WORD;
        int offset = below(2) * 8;
        int kind = program.abilities().atomics() ? below(4) : 0;
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
        switch (program.abilities().simulated() ? below(8) : 3 + 2 * below(2)) {
            case 0 -> builder.write(variable(), builder.call(Helper.GET_CURRENT_PID_TGID));
            case 1 -> builder.write(variable(), builder.call(Helper.GET_SMP_PROCESSOR_ID));
            case 2 -> builder.write(variable(), builder.call(Helper.KTIME_GET_NS));
            case 3 -> {
                String field = TEXTS[below(TEXTS.length)];
                // An address that there is nothing at gives zeros.
                Operand text = depth == 0 ? builder.eventFieldAddress(field) : Operand.of(0);
                Operand size = Operand.of(1 + below(16));
                Reg error = builder.call(Helper.PROBE_READ_KERNEL, address(area()), size, text);
                // Kernels differ in what they call it.
                builder.write(variable(), builder.compare(Condition.SLT, error, Operand.of(0)));
            }
            case 4 -> builder.call(Helper.GET_CURRENT_UID_GID);
            case 5 -> perCpu();
            default -> name();
        }
    }

    /** Asks for the thread's name, over zeros or over anything. */
    private void name() {
        Area area = area();
        int offset = offset(area, 16, 4);
        Reg address = builder.binary(BinaryOp.ADD, address(area), Operand.of(offset));
        if (random.nextBoolean()) {
            builder.zero(address, 0, 16);
        }
        Reg error = builder.call(Helper.GET_CURRENT_COMM, address, Operand.of(16));
        if (below(4) == 0) {
            builder.write(variable(), error);
        }
    }

    /** Looks at a value of some CPU, or of none; they are never written. */
    private void perCpu() {
        if (!program.abilities().callbacks()) {
            return;
        }
        Reg key = builder.slotAddress(builder.newSlot(4, "key"));
        builder.store(Width.WORD, key, 0, Operand.of(0));
        Operand cpu = Operand.of(below(3) == 0 ? 100_000 : 0);
        Reg value = builder.call(Helper.MAP_LOOKUP_PERCPU_ELEM, builder.mapReference("@p"), key, cpu);
        Block there = builder.newBlock();
        Block after = builder.newBlock();
        builder.branch(Condition.NE, value, Operand.of(0), there, after);
        builder.seal(there);
        builder.position(there);
        builder.copyBytes(address(area()), 0, value, 0, 16);
        builder.write(variable(), builder.load(Width.DOUBLE, false, value, 8));
        builder.jump(after);
        builder.seal(after);
        builder.position(after);
    }

    /** Finds a field of a kernel struct whose value is known: what is left of it is 0. */
    private void structure() {
        if (!program.abilities().callbacks()) {
            return;
        }
        BtfPath tgid = new BtfPath("task_struct", "tgid", 8 * below(10));
        Operand known = builder.binary(BinaryOp.LSHR, builder.call(Helper.GET_CURRENT_PID_TGID), Operand.of(32));
        Reg loaded = switch (below(3)) {
            case 0 -> builder.fieldLoad(Width.WORD, true, builder.call(Helper.GET_CURRENT_TASK_BTF), tgid);
            case 1 -> {
                Reg type = builder.typeId("struct", "task_struct");
                Reg task = builder.kernelCall("bpf_rdonly_cast", builder.call(Helper.GET_CURRENT_TASK), type);
                yield builder.fieldLoad(Width.WORD, false, task, tgid);
            }
            default -> {
                Reg slot = builder.slotAddress(builder.newSlot(8, "tgid"));
                Reg field = builder.fieldAddress(builder.call(Helper.GET_CURRENT_TASK), tgid);
                builder.call(Helper.PROBE_READ_KERNEL, slot, Operand.of(4), field);
                yield builder.load(Width.WORD, false, slot, 0);
            }
        };
        Variable variable = variable();
        Operand rest = builder.binary(BinaryOp.XOR, loaded, known);
        builder.write(variable, builder.binary(BinaryOp.ADD, builder.read(variable), rest));
    }

    private void condition(int depth) {
        Block then = builder.newBlock();
        boolean otherwise = random.nextBoolean();
        Block no = otherwise ? builder.newBlock() : null;
        Block join = builder.newBlock();
        // Of variables often: then what one condition says may decide another.
        Operand left = random.nextBoolean() ? builder.read(variable()) : expression(2);
        Operand right = switch (below(4)) {
            case 0, 1 -> Operand.of(below(10));
            case 2 -> builder.read(variable());
            default -> expression(1);
        };
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
            builder.ret(depth == 0 ? expression(1) : Operand.of(0));
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
