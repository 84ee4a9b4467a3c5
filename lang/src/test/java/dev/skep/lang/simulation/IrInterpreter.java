package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.Inst;
import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrProgram;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Terminator;
import dev.skep.lang.ir.Terminator.Edge;
import dev.skep.lang.target.TracepointFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs IR as its records say, independent of what compilation makes of it. */
public final class IrInterpreter {
    private static final int MAX_STEPS = 1_000_000;
    private static final long FUNCTION = 0x0f00_0000_0000_0000L;

    private final List<IrFunction> functions;
    private final TracepointFormat fields;
    private final Environment world;
    private final Memory memory;
    private int steps;
    /** The values of the function that runs. */
    private Map<Reg, Long> registers = new HashMap<>();

    private Map<Slot, Long> slots = new HashMap<>();

    /** For a function that calls no other. */
    public IrInterpreter(IrFunction function, TracepointFormat fields, Environment world) {
        this(List.of(function), fields, world);
    }

    /** For a program. */
    public IrInterpreter(IrProgram program, Environment world) {
        this(program.functions(), program.fields().get(), world);
    }

    private IrInterpreter(List<IrFunction> functions, TracepointFormat fields, Environment world) {
        this.functions = functions;
        this.fields = fields;
        this.world = world;
        memory = world.memory();
    }

    /** Runs the main function and returns what it returns. */
    public long run() {
        return run(functions.getFirst(), world.context());
    }

    private long run(IrFunction function, long... arguments) {
        Map<Reg, Long> callersRegisters = registers;
        Map<Slot, Long> callersSlots = slots;
        registers = new HashMap<>();
        slots = new HashMap<>();
        if (arguments.length != function.parameters().size()) {
            throw new IllegalStateException(function.name() + " is given " + arguments.length + " arguments");
        }
        for (int i = 0; i < arguments.length; i++) {
            registers.put(function.parameters().get(i), arguments[i]);
        }
        for (Slot slot : function.slots()) {
            slots.put(slot, memory.allocate(slot.toString(), slot.size(), false));
        }
        long result = body(function);
        registers = callersRegisters;
        slots = callersSlots;
        return result;
    }

    private long body(IrFunction function) {
        Block block = function.blocks().getFirst();
        while (steps++ < MAX_STEPS) {
            for (Inst inst : block.instructions()) {
                execute(inst);
            }
            switch (block.terminator()) {
                case Terminator.Return exit -> {
                    return value(exit.value());
                }
                case Terminator.Jump jump -> block = follow(jump.edge());
                case Terminator.Branch branch -> {
                    boolean holds = branch.condition().test(value(branch.left()), value(branch.right()));
                    block = follow(holds ? branch.yes() : branch.no());
                }
            }
        }
        throw new IllegalStateException("does not end");
    }

    private IrFunction function(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no function " + name));
    }

    private long callBack(long reference, long... arguments) {
        return run(functions.get(Math.toIntExact(reference - FUNCTION)), arguments);
    }

    private long[] values(List<Operand> operands) {
        return operands.stream().mapToLong(this::value).toArray();
    }

    private long call(Helper helper, long[] arguments) {
        return Callbacks.contains(helper)
                ? Callbacks.run(helper, arguments, world, this::callBack)
                : world.call(helper, arguments);
    }

    private long offset(BtfPath path) {
        return world.fieldOffset(path.type(), path.path(), path.offset());
    }

    private Block follow(Edge edge) {
        List<Long> values = edge.arguments().stream().map(this::value).toList();
        for (int i = 0; i < values.size(); i++) {
            registers.put(edge.target().parameters().get(i), values.get(i));
        }
        return edge.target();
    }

    private long value(Operand operand) {
        return switch (operand) {
            case Operand.Const constant -> constant.value();
            case Reg register -> Objects.requireNonNull(registers.get(register));
        };
    }

    private static long extend(long value, int bits, boolean signed) {
        int unused = 64 - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    private void execute(Inst inst) {
        Long result = switch (inst) {
            case Inst.Copy copy -> value(copy.source());
            case Inst.Binary binary -> binary.op().apply(value(binary.left()), value(binary.right()));
            case Inst.Negate negate -> -value(negate.source());
            case Inst.Extend extend -> extend(value(extend.source()), extend.bits(), extend.signed());
            case Inst.Compare compare ->
                compare.condition().test(value(compare.left()), value(compare.right())) ? 1L : 0L;
            case Inst.SlotAddress address -> slots.get(address.slot());
            case Inst.Load load ->
                extend(
                        memory.load(
                                value(load.base()) + load.offset(), load.width().bytes()),
                        load.width().bytes() * 8,
                        load.signed());
            case Inst.AtomicFetch fetch ->
                update(fetch.width(), fetch.op(), value(fetch.base()) + fetch.offset(), value(fetch.value()));
            case Inst.CompareExchange exchange -> compareExchange(exchange);
            case Inst.EventField access -> field(access.field());
            case Inst.EventFieldAddress access -> fieldAddress(access.field());
            case Inst.FieldAddress address -> value(address.base()) + offset(address.path());
            case Inst.FieldLoad load ->
                extend(
                        memory.load(
                                value(load.base()) + offset(load.path()),
                                load.width().bytes()),
                        load.width().bytes() * 8,
                        load.signed());
            case Inst.TypeId id -> (long) world.typeId(id.kind(), id.type());
            case Inst.KernelCall call -> world.kernelCall(call.function(), values(call.arguments()));
            case Inst.FunctionCall call -> run(function(call.function()), values(call.arguments()));
            case Inst.FunctionReference reference -> FUNCTION + functions.indexOf(function(reference.function()));
            case Inst.MapReference map -> world.reference(map.map());
            case Inst.MapValueAddress address -> world.arrayValue(address.map()) + address.offset();
            case Inst.MapLookup lookup ->
                world.call(Helper.MAP_LOOKUP_ELEM, world.reference(lookup.map()), value(lookup.key()));
            case Inst.MapUpdate update ->
                world.call(
                        Helper.MAP_UPDATE_ELEM,
                        world.reference(update.map()),
                        value(update.key()),
                        value(update.value()),
                        update.flags());
            case Inst.MapDelete delete ->
                world.call(Helper.MAP_DELETE_ELEM, world.reference(delete.map()), value(delete.key()));
            case Inst.Call call -> call(call.helper(), values(call.arguments()));
            case Inst.RingReserve reserve ->
                world.call(Helper.RINGBUF_RESERVE, world.reference(reserve.map()), reserve.size(), 0);
            case Inst.Effect effect -> {
                effect(effect);
                yield null;
            }
        };
        if (result != null) {
            registers.put(inst.result(), result);
        }
    }

    private void effect(Inst.Effect inst) {
        switch (inst) {
            case Inst.Store store ->
                memory.store(value(store.base()) + store.offset(), store.width().bytes(), value(store.value()));
            case Inst.AtomicUpdate update ->
                update(update.width(), update.op(), value(update.base()) + update.offset(), value(update.value()));
            case Inst.Zero zero -> memory.write(value(zero.base()) + zero.offset(), new byte[zero.size()]);
            case Inst.CopyBytes copy ->
                memory.write(
                        value(copy.to()) + copy.toOffset(),
                        memory.read(value(copy.from()) + copy.fromOffset(), copy.size()));
            case Inst.RingSubmit submit -> world.call(Helper.RINGBUF_SUBMIT, value(submit.record()), 0);
            case Inst.RingDiscard discard -> world.call(Helper.RINGBUF_DISCARD, value(discard.record()), 0);
        }
    }

    private long update(Width width, AtomicOp op, long address, long operand) {
        long old = memory.load(address, width.bytes());
        memory.store(address, width.bytes(), apply(op, old, operand));
        return old;
    }

    static long apply(AtomicOp op, long old, long operand) {
        return switch (op) {
            case ADD -> old + operand;
            case OR -> old | operand;
            case AND -> old & operand;
            case XOR -> old ^ operand;
            case XCHG -> operand;
            case CMPXCHG -> throw new IllegalStateException("an instruction of its own");
        };
    }

    private long compareExchange(Inst.CompareExchange inst) {
        int size = inst.width().bytes();
        long address = value(inst.base()) + inst.offset();
        world.interrupt();
        long old = memory.load(address, size);
        if (old == extend(value(inst.expected()), size * 8, false)) {
            memory.store(address, size, value(inst.value()));
        }
        return old;
    }

    private long field(String name) {
        TracepointFormat.Field field = Objects.requireNonNull(fields.field(name));
        return extend(memory.load(world.context() + field.offset(), field.size()), field.size() * 8, field.signed());
    }

    private long fieldAddress(String name) {
        TracepointFormat.Field field = Objects.requireNonNull(fields.field(name));
        long at = world.context() + field.offset();
        return switch (field.storage()) {
            case VALUE, ARRAY -> at;
            case DATA_LOC -> world.context() + memory.load(at, 2);
            case REL_LOC -> at + 4 + memory.load(at, 2);
        };
    }
}
