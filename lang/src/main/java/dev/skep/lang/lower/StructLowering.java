package dev.skep.lang.lower;

import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Member;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Values behind addresses, members of structs, elements of arrays: a chain of them is followed to a {@link Location}, from
 * which one read takes what is wanted. What cannot be read is 0 or empty, and is counted; behind an array's end there is 0.
 */
final class StructLowering {
    private final Lowering lowering;
    private final IrBuilder ir;
    private final KernelLoads loads;
    /** Whether the chain leads to an address: then what it starts with is not copied. */
    private boolean addressing;

    StructLowering(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        loads = new KernelLoads(lowering);
    }

    // ---------------------------------------------------------------------------------------------------- following

    /**
     * Where a value lies.
     *
     * @param outside where to go if an index is behind the end of its array
     */
    Location locate(Typed.Expr expr, Join outside) {
        if (expr instanceof Typed.Dereference dereference) {
            if (dereference.pointer() instanceof Typed.Call call
                    && call.function().isContext()) {
                return context();
            }
            Type.Pointer pointer = (Type.Pointer) dereference.pointer().type();
            Operand address = lowering.value(dereference.pointer());
            ir.at(expr.span());
            return Location.at(address, pointer.space());
        }
        if (expr instanceof Typed.StructMember step) {
            Location object = locate(step.object(), outside);
            Member member = step.member();
            return object.member(
                    (Type.Struct) step.object().type(), member.isBitField() ? "" : member.name(), member.offset());
        }
        if (expr instanceof Typed.Index step) {
            return index(step, outside);
        }
        if (expr instanceof Typed.TupleElement step) {
            Type.Tuple tuple = (Type.Tuple) step.tuple().type();
            return locate(step.tuple(), outside).moved(tuple.offset(step.index()));
        }
        if (expr instanceof Typed.Field field) {
            Place copy = lowering.fieldCopy(field.field().name());
            return copy != null
                    ? Location.of(copy)
                    : Location.at(lowering.eventFieldAddress(field.field().name()), Type.AddressSpace.KERNEL);
        }
        if (addressing && expr instanceof Typed.MapValue value) {
            Operand address = lowering.maps().address(value.element());
            Block found = ir.newBlock();
            ir.branch(Condition.NE, address, Operand.of(0), found, outside.block());
            ir.seal(found);
            ir.position(found);
            return Location.of(new Place((Reg) address, 0, true));
        }
        // A variable's number lies in memory, too, if its address is taken.
        Place place = expr instanceof Typed.Variable variable
                ? new Place(lowering.address(variable.variable()), 0, true)
                : lowering.memory(expr);
        ir.at(expr.span());
        return Location.of(place);
    }

    /**
     * The program's context. Of a perf event the verifier makes loads from other places out of loads from it, so that it
     * is read as the program's own memory; others are what they look like.
     */
    private Location context() {
        Reg context = lowering.context();
        return lowering.program().plan().type() == ProgramType.PERF_EVENT
                ? Location.of(new Place(context, 0, true))
                : Location.at(context, Type.AddressSpace.KERNEL);
    }

    private Location index(Typed.Index step, Join outside) {
        Location array = locate(step.array(), outside);
        int size = step.type().size();
        int count = step.array().type() instanceof Type.Array type
                ? type.count()
                : step.array().type().size();
        Operand index = lowering.value(step.index());
        ir.at(step.span());
        if (index instanceof Operand.Const constant && constant.value() >= 0 && constant.value() < count) {
            return array.element(constant.value(), size);
        }
        Block inside = ir.newBlock();
        ir.branch(Condition.ULT, index, Operand.of(count), inside, outside.block());
        ir.seal(inside);
        ir.position(inside);
        Operand distance = size == 1 ? index : ir.binary(BinaryOp.MUL, index, Operand.of(size));
        return array.moved(distance, ir);
    }

    /** Where a part of a tuple in a variable lies, or null if an expression is none. */
    @Nullable
    Place part(Typed.Expr expr) {
        int offset = 0;
        Typed.Expr at = expr;
        while (at instanceof Typed.TupleElement step) {
            offset += ((Type.Tuple) step.tuple().type()).offset(step.index());
            at = step.tuple();
        }
        return at != expr && at instanceof Typed.Variable variable
                ? new Place(lowering.address(variable.variable()), offset, true)
                : null;
    }

    // ------------------------------------------------------------------------------------------------------ numbers

    /** The value of a step that fits a register. */
    Operand value(Typed.Expr expr) {
        if (expr instanceof Typed.Index step
                && step.array() instanceof Typed.Field field
                && step.index() instanceof Typed.Constant index) {
            // Its bounds are checked: it is one of the elements.
            Operand element = lowering.fieldElement(field.field().name(), (int) index.value());
            if (element != null) {
                return element;
            }
        }
        Join outside = new Join(ir);
        Location location = locate(expr, outside);
        ir.at(expr.span());
        boolean bits = expr instanceof Typed.StructMember step && step.member().isBitField();
        return orZero(bits ? bits((Typed.StructMember) expr, location) : load(expr.type(), location), outside);
    }

    /** A number, or 0 from outside of an array. */
    private Operand orZero(Operand value, Join outside) {
        if (!outside.isUsed()) {
            return value;
        }
        Variable result = ir.declareVariable("value");
        Join done = new Join(ir);
        ir.write(result, value);
        done.jump();
        outside.enter();
        ir.write(result, Operand.of(0));
        done.jump();
        done.enter();
        return ir.read(result);
    }

    private Operand load(Type type, Location location) {
        if (location.isOwn()) {
            return loadOwn(type, location.place(ir));
        }
        if (!loads.can(location, type.size())) {
            return copied(type, location);
        }
        Operand address = location.address(ir);
        return loads.load(type, address, () -> copied(type, Location.at(address, Type.AddressSpace.KERNEL)));
    }

    private Operand copied(Type type, Location location) {
        Place copy = new Place(ir.slotAddress(ir.newSlot(8, "value read")), 0, true);
        read(location, type.size(), copy);
        return ValueLowering.load(type, copy, ir);
    }

    /** A number in the program's own memory, which may lie anywhere in it. */
    Operand loadOwn(Type type, Place place) {
        if (place.offset() % type.size() == 0) {
            return ValueLowering.load(type, place, ir);
        }
        Reg aligned = ir.slotAddress(ir.newSlot(8, "number"));
        ir.copyBytes(aligned, 0, place.base(), place.offset(), type.size());
        return ValueLowering.load(type, new Place(aligned, 0, true), ir);
    }

    /** The bytes that hold a bit-field as one number, shifted so that its bits stand at the top, then at the bottom. */
    private Operand bits(Typed.StructMember step, Location location) {
        Member member = step.member();
        int shift = member.bitOffset() & 7;
        int bytes = (shift + member.bitSize() + 7) / 8;
        Operand word;
        if (location.isOwn() || !loads.can(location, bytes)) {
            word = word(location, bytes);
        } else {
            Operand address = location.address(ir);
            Location again = Location.at(address, Type.AddressSpace.KERNEL);
            word = loads.load(Type.Int.of(8 * bytes, false), address, () -> word(again, bytes));
        }
        Operand top = ir.binary(BinaryOp.SHL, word, Operand.of(64 - shift - member.bitSize()));
        Type.Int type = Lowering.integer(step.type());
        boolean signed = type != null && type.signed();
        return ir.binary(signed ? BinaryOp.ASHR : BinaryOp.LSHR, top, Operand.of(64 - member.bitSize()));
    }

    /** So many bytes, up to 8, as one number. */
    private Reg word(Location location, int bytes) {
        Reg slot = ir.slotAddress(ir.newSlot(8, "bit-field"));
        ir.zero(slot, 0, 8);
        Place place = new Place(slot, 0, true);
        if (location.isOwn()) {
            Place from = location.place(ir);
            ir.copyBytes(slot, 0, from.base(), from.offset(), bytes);
        } else {
            read(location, bytes, place);
        }
        return ir.load(Width.DOUBLE, false, slot, 0);
    }

    /** Copies bytes from another memory; what cannot be read becomes zeros. */
    void read(Location location, int size, Place to) {
        Reg result = ir.call(location.reader(), lowering.address(to), Operand.of(size), location.address(ir));
        Block failed = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.SLT, result, Operand.of(0), failed, done);
        ir.seal(failed);
        ir.position(failed);
        lowering.count(Loss.READ);
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    // ------------------------------------------------------------------------------------------------------- memory

    /** Copies the value of a step that lies in memory. */
    void valueInto(Typed.Expr expr, MemoryLowering target, Place place) {
        Join outside = new Join(ir);
        Location location = locate(expr, outside);
        ir.at(expr.span());
        Type type = expr.type();
        if (location.isOwn()) {
            target.copy(location.place(ir), type);
        } else if (type instanceof Type.Str string) {
            text(string, location, place);
            target.padBehind(type);
        } else {
            read(location, type.size(), place);
            Padding.zero(type, place, lowering);
            target.padBehind(type);
        }
        if (outside.isUsed()) {
            Join done = new Join(ir);
            done.jump();
            outside.enter();
            target.empty();
            done.jump();
            done.enter();
        }
    }

    private void text(Type.Str string, Location location, Place place) {
        int size = string.capacity();
        Operand address = location.address(ir);
        if (loads.can(location, string)) {
            loads.text(
                    address,
                    place,
                    () -> lowering.readString(location.stringReader(), address, Operand.of(size), size, place));
        } else {
            lowering.readString(location.stringReader(), address, Operand.of(size), size, place);
        }
    }

    // ---------------------------------------------------------------------------------------------------- addresses

    /** {@code &object}; 0 of an element that is not there. */
    Operand address(Typed.AddressOf expr) {
        Join outside = new Join(ir);
        boolean before = addressing;
        addressing = true;
        Location location = locate(expr.object(), outside);
        addressing = before;
        ir.at(expr.span());
        Operand address = location.address(ir);
        return orZero(location.isOwn() ? number(address) : address, outside);
    }

    /** An address of the program's own memory as a number: the verifier forbids most of what can be done with addresses. */
    Operand number(Operand address) {
        Slot slot = ir.newStackSlot(8, "address");
        Reg word = ir.slotAddress(slot);
        ir.store(Width.DOUBLE, word, 0, address);
        Opaque.memory(word, 8, ir);
        return ir.load(Width.DOUBLE, false, word, 0);
    }
}
