package dev.skep.lang.lower;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.function.MapFunction;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes elements of maps. Programs race with each other, on other CPUs and by interrupting one another: a
 * counter is changed atomically where it lies, and an element that is missing is inserted only if it is still missing then.
 */
public final class MapLowering {
    /** {@code BPF_ANY}. */
    static final long ANY = 0;
    /** {@code BPF_NOEXIST}. */
    static final long ONLY_NEW = 1;
    /** {@code ENOENT}. */
    private static final long NOT_THERE = -2;

    private final Lowering lowering;
    private final IrBuilder ir;
    private final KeptElements kept;

    MapLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.kept = new KeptElements(lowering);
    }

    // ---------------------------------------------------------------------------------------------------- elements

    private MapLayout layout(Typed.Element element) {
        return lowering.script().layout(element.map());
    }

    /** The address of an element's key. */
    Reg key(Typed.Element element, @Nullable Operand bucket) {
        MapLayout layout = layout(element);
        Type.Tuple keys = layout.keys();
        Typed.Expr key = element.key();
        if (key instanceof Typed.Tuple tuple && bucket == null && isWhole(tuple, keys)) {
            return lowering.memory(tuple.elements().getFirst()).base();
        }
        ir.at(element.span());
        Slot slot = ir.newSlot(keys.size(), "key of " + element.map().name());
        Reg address = ir.slotAddress(slot);
        Place place = new Place(address, 0, true);
        int end = 0;
        if (key != null) {
            Type.Tuple own = new Type.Tuple(element.map().keys());
            lowering.write(key, own, place);
            ir.at(element.span());
            end = own.size();
        }
        if (bucket != null || key == null) {
            Operand index = bucket == null ? Operand.of(0) : bucket;
            if (key == null && layout.turned()) {
                Operand first = generation(layout);
                index = bucket == null ? first : ir.binary(BinaryOp.ADD, first, bucket);
            }
            end = part(keys, element.map().keys().size(), index, place, end);
        }
        if (key != null && layout.turned()) {
            end = part(keys, keys.elements().size() - 1, generation(layout), place, end);
        }
        lowering.zeroIfPadded(place.at(end), keys.size() - end);
        return address;
    }

    /** Writes one of the parts of a key that are not the script's; where it ends. */
    private int part(Type.Tuple keys, int index, Operand value, Place place, int end) {
        int offset = keys.offset(index);
        lowering.zeroIfPadded(place.at(end), offset - end);
        ir.store(Width.WORD, place.base(), offset, value);
        return offset + 4;
    }

    /** The word that names the current generation: one program's run may see it change, and either is right. */
    Operand generation(MapLayout layout) {
        Reg words = ir.mapValueAddress(lowering.script().words(), 0);
        return ir.load(Width.WORD, false, words, layout.info().word() * Long.BYTES);
    }

    /** Whether a key is just one variable that lies in memory as the key does. */
    private static boolean isWhole(Typed.Tuple key, Type.Tuple keys) {
        return key.elements().size() == 1
                && key.elements().getFirst() instanceof Typed.Variable variable
                && Lowering.isMemory(variable.type())
                && variable.variable().type().is(keys.elements().getFirst())
                && keys.elements().size() == 1;
    }

    private Reg lookup(Typed.Element element) {
        Reg key = key(element, null);
        ir.at(element.span());
        return ir.mapLookup(layout(element).name(), key);
    }

    /** The address of the only value of a scalar that is no aggregate: it is always there. */
    private Reg scalar(Typed.Element element) {
        ir.at(element.span());
        MapLayout layout = layout(element);
        Reg value = ir.mapValueAddress(layout.name(), 0);
        if (!layout.turned()) {
            return value;
        }
        Reg offset = ir.binary(BinaryOp.AND, generation(layout), Operand.of(layout.stride()));
        return ir.binary(BinaryOp.ADD, value, offset);
    }

    /** The value of an element that fits a register; 0 if it is missing. */
    Operand read(Typed.Element element) {
        Type type = element.map().value();
        if (layout(element).touched()) {
            return ValueLowering.load(type, new Place(scalar(element), 0, true), ir);
        }
        if (layout(element).kept()) {
            return kept.read(element, layout(element));
        }
        Variable result = ir.declareVariable("value");
        ir.write(result, Operand.of(0));
        Reg address = lookup(element);
        Block found = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, address, Operand.of(0), found, done);
        ir.seal(found);
        ir.position(found);
        ir.write(result, ValueLowering.load(type, new Place(address, 0, true), ir));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(result);
    }

    /** Where an element's value lies; 0 if it is missing. */
    Operand address(Typed.Element element) {
        return layout(element).touched() ? scalar(element) : lookup(element);
    }

    /** What an aggregate amounts to over all CPUs; 0 if the element is missing. */
    Operand readAggregate(Typed.AggregateValue expr) {
        Typed.Element element = expr.aggregate().element();
        Reg key = key(element, null);
        return lowering.aggregates()
                .read(layout(element), key, (Aggregate) element.map().value(), expr.span());
    }

    /** Copies the value of an element that lies in memory; empty if it is missing. */
    void readInto(Typed.Element element, MemoryLowering target) {
        if (layout(element).touched()) {
            target.copy(new Place(scalar(element), 0, true), element.map().value());
            return;
        }
        Reg address = lookup(element);
        Block found = ir.newBlock();
        Block missing = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, address, Operand.of(0), found, missing);
        ir.seal(found);
        ir.seal(missing);
        ir.position(found);
        target.copy(new Place(address, 0, true), element.map().value());
        ir.jump(done);
        ir.position(missing);
        target.empty();
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** Whether there is such an element: 1 or 0. */
    public Operand hasKey(Typed.Element element) {
        if (layout(element).kept()) {
            return kept.hasKey(element, layout(element));
        }
        Reg address = lookup(element);
        return ir.compare(Condition.NE, address, Operand.of(0));
    }

    /** Removes an element; the value, if it is {@code wanted}, says whether it was there. */
    public Operand delete(Typed.Element element, boolean wanted) {
        MapLayout layout = layout(element);
        if (layout.kept()) {
            return kept.delete(element, layout, wanted);
        }
        if (!layout.touched()) {
            Reg key = key(element, null);
            ir.at(element.span());
            return remove(layout.name(), key);
        }
        Reg value = scalar(element);
        Reg was = ir.load(Width.DOUBLE, false, value, layout.touchedOffset());
        ir.zero(value, 0, layout.valueSize());
        return was;
    }

    /** Removes an element of a kernel map: 1 if it was there. What the kernel refuses is counted. */
    Operand remove(String map, Reg key) {
        Reg result = ir.mapDelete(map, key);
        Block other = ir.newBlock();
        Block refused = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.EQ, result, Operand.of(0), done, other);
        ir.seal(other);
        ir.position(other);
        ir.branch(Condition.EQ, result, Operand.of(NOT_THERE), done, refused);
        ir.seal(refused);
        ir.position(refused);
        lowering.losses().countRefused(result);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.compare(Condition.EQ, result, Operand.of(0));
    }

    // --------------------------------------------------------------------------------------------------- changing

    /** {@code @x[key] = value}. */
    void store(Typed.Store statement) {
        Typed.Element element = statement.element();
        MapLayout layout = layout(element);
        Type type = element.map().value();
        if (layout.touched()) {
            storeScalar(statement, layout);
            return;
        }
        if (layout.kept()) {
            kept.store(statement, layout);
            return;
        }
        boolean memory = Lowering.isMemory(type);
        Operand value = memory ? Operand.of(0) : lowering.value(statement.value());
        ir.at(statement.span());
        Slot slot = ir.newSlot(layout.valueSize(), "value of " + element.map().name());
        Reg address = ir.slotAddress(slot);
        Place place = new Place(address, 0, true);
        if (memory) {
            lowering.write(statement.value(), type, place);
        } else {
            lowering.store(value, type, place);
        }
        lowering.zeroIfPadded(place.at(type.size()), layout.valueSize() - type.size());
        Reg key = key(element, null);
        ir.at(statement.span());
        Reg result = ir.mapUpdate(layout.name(), key, address, ANY);
        Block refused = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.SLT, result, Operand.of(0), refused, done);
        ir.seal(refused);
        ir.position(refused);
        lowering.losses().countRefused(result);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    private void storeScalar(Typed.Store statement, MapLayout layout) {
        Type type = statement.element().map().value();
        if (Lowering.isMemory(type)) {
            // The value may be made of the one that is there: it is put together elsewhere.
            Place made = lowering.copy(statement.value(), type);
            Reg address = scalar(statement.element());
            ir.copyBytes(address, 0, made.base(), made.offset(), type.size());
            lowering.set(address, layout.touchedOffset(), Operand.of(1));
        } else {
            Operand value = lowering.value(statement.value());
            Reg address = scalar(statement.element());
            lowering.store(value, type, new Place(address, 0, true));
            lowering.set(address, layout.touchedOffset(), Operand.of(1));
        }
    }

    /** {@code @x[key] op= value}. */
    void update(Typed.Update statement) {
        Typed.Element element = statement.element();
        Operand value = lowering.value(statement.value());
        Found found = find(element, null, statement.span());
        AtomicOp atomic = atomic(statement.operator());
        if (atomic != null) {
            Operand by = statement.operator() == Ast.BinaryOperator.SUBTRACT ? ir.negate(value) : value;
            ir.atomicUpdate(Width.DOUBLE, atomic, found.address, 0, by);
        } else {
            boolean signed = element.map().value() instanceof Type.Int type && type.signed();
            new Exchange(lowering) {
                @Override
                Operand next(Operand before, Block keep) {
                    return Arithmetic.lower(statement.operator(), before, value, signed, lowering);
                }
            }.lower(found.address, 0);
        }
        found.leave();
    }

    /** {@code @x[key]++} and its like; the value only if it is {@code wanted}. */
    Operand increment(Typed.IncrementMap expr, boolean wanted) {
        Variable result = ir.declareVariable("value");
        // Where the element could not be made the value is the one of a missing element.
        ir.write(result, Operand.of(expr.prefix() ? expr.amount() : 0));
        Found found = find(expr.element(), null, expr.span());
        if (wanted) {
            Reg before = ir.atomicFetch(Width.DOUBLE, AtomicOp.ADD, found.address, 0, Operand.of(expr.amount()));
            ir.write(result, expr.prefix() ? ir.binary(BinaryOp.ADD, before, Operand.of(expr.amount())) : before);
        } else {
            ir.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, found.address, 0, Operand.of(expr.amount()));
        }
        found.leave();
        return wanted ? ir.read(result) : Operand.of(0);
    }

    /** {@code @x[key] = function(arguments)}. */
    void aggregate(Typed.Aggregation statement) {
        MapFunction function = statement.function();
        List<Operand> arguments = new ArrayList<>(statement.arguments().size());
        for (Typed.Expr argument : statement.arguments()) {
            arguments.add(lowering.value(argument));
        }
        ir.at(statement.span());
        Operand bucket = function.bucket(statement, arguments, lowering);
        Found found = find(statement.element(), bucket, statement.span());
        function.update(statement, found.address, arguments, lowering);
        found.leave();
    }

    static @Nullable AtomicOp atomic(Ast.BinaryOperator operator) {
        return switch (operator) {
            case ADD, SUBTRACT -> AtomicOp.ADD;
            case AND -> AtomicOp.AND;
            case OR -> AtomicOp.OR;
            case XOR -> AtomicOp.XOR;
            default -> null;
        };
    }

    // ----------------------------------------------------------------------------------------- finding or inserting

    /** An element that is there now: what is built next runs with its address, until {@link #leave}. */
    private final class Found {
        private final Reg address;
        private final MapLayout layout;
        private final @Nullable Block done;

        /** @param done where those go that have no element; null if it is always there */
        private Found(Reg address, MapLayout layout, @Nullable Block done) {
            this.address = address;
            this.layout = layout;
            this.done = done;
        }

        /** Goes on with or without the element. */
        private void leave() {
            if (layout.touched()) {
                lowering.set(address, layout.touchedOffset(), Operand.of(1));
            }
            if (done != null) {
                ir.jump(done);
                ir.seal(done);
                ir.position(done);
            }
        }
    }

    private Found find(Typed.Element element, @Nullable Operand bucket, Span span) {
        MapLayout layout = layout(element);
        if (layout.touched()) {
            return new Found(scalar(element), layout, null);
        }
        Reg key = key(element, bucket);
        ir.at(span);
        Reg first = ir.mapLookup(layout.name(), key);
        Block found = ir.newBlock();
        Block done = ir.newBlock();
        if (layout.array()) {
            // Every index of an array has an element: the branch is for the verifier.
            ir.branch(Condition.NE, first, Operand.of(0), found, done);
            ir.seal(found);
            ir.position(found);
            return new Found(first, layout, done);
        }
        Variable address = ir.declareVariable("element");
        ir.write(address, first);
        Block missing = ir.newBlock();
        ir.branch(Condition.NE, first, Operand.of(0), found, missing);
        ir.seal(missing);
        ir.position(missing);
        insert(layout, key, address, found);
        ir.jump(done);
        ir.seal(found);
        ir.position(found);
        return new Found((Reg) ir.read(address), layout, done);
    }

    /** Inserts an element of zeros and goes to {@code found} with it; goes on here, counted, if that cannot be done. */
    private void insert(MapLayout layout, Reg key, Variable address, Block found) {
        Slot zeros = ir.newSlot(layout.valueSize(), "zeros");
        Reg value = ir.slotAddress(zeros);
        ir.zero(value, 0, layout.valueSize());
        Reg result = ir.mapUpdate(layout.name(), key, value, ONLY_NEW);
        Reg second = ir.mapLookup(layout.name(), key);
        ir.write(address, second);
        Block refused = ir.newBlock();
        ir.branch(Condition.NE, second, Operand.of(0), found, refused);
        ir.seal(refused);
        ir.position(refused);
        lowering.losses().countRefused(result);
    }
}
