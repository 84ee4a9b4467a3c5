package dev.skep.lang.lower;

import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.type.Type;

/** Writes one expression whose value lies in memory, a string or a tuple, to a place, and returns that. */
final class MemoryLowering implements Typed.ExprVisitor<Place> {
    private final Lowering lowering;
    private final IrBuilder ir;
    private final Type as;
    private final Place place;

    /** @param as the type at the place: at least as wide as the expression's */
    MemoryLowering(Lowering lowering, Type as, Place place) {
        this.lowering = lowering;
        this.ir = lowering.ir();
        this.as = as;
        this.place = place;
    }

    @Override
    public Place text(Typed.Text expr) {
        lowering.writeText(expr.bytes(), as.size(), place);
        return place;
    }

    @Override
    public Place variable(Typed.Variable expr) {
        copy(new Place(lowering.address(expr.variable()), 0, true), expr.type());
        return place;
    }

    @Override
    public Place mapValue(Typed.MapValue expr) {
        lowering.maps().readInto(expr.element(), this);
        return place;
    }

    @Override
    public Place call(Typed.Call expr) {
        expr.function().lowerInto(expr, place, lowering);
        padBehind(expr.type());
        return place;
    }

    @Override
    public Place field(Typed.Field expr) {
        lowering.structs().valueInto(expr, this, place);
        return place;
    }

    @Override
    public Place conditional(Typed.Conditional expr) {
        Block yes = ir.newBlock();
        Block no = ir.newBlock();
        lowering.conditions().branch(expr.condition(), yes, no);
        Join join = new Join(ir);
        ir.seal(yes);
        ir.position(yes);
        lowering.write(expr.yes(), as, place);
        join.jump();
        ir.seal(no);
        ir.position(no);
        lowering.write(expr.no(), as, place);
        join.jump();
        join.enter();
        return place;
    }

    @Override
    public Place tuple(Typed.Tuple expr) {
        Type.Tuple type = (Type.Tuple) as;
        int end = 0;
        for (int i = 0; i < expr.elements().size(); i++) {
            Type element = type.elements().get(i);
            int offset = type.offset(i);
            lowering.zeroIfPadded(place.at(end), offset - end);
            lowering.write(expr.elements().get(i), element, place.at(offset));
            end = offset + element.size();
        }
        lowering.zeroIfPadded(place.at(end), type.size() - end);
        return place;
    }

    @Override
    public Place tupleElement(Typed.TupleElement expr) {
        lowering.structs().valueInto(expr, this, place);
        return place;
    }

    // ---------------------------------------------------------------------------------------------------- copying

    /** Copies a value of a type, as narrow as {@link #as} or narrower, from memory. */
    void copy(Place from, Type type) {
        if (type instanceof Type.Tuple narrow && !type.is(as)) {
            copyElements(from, narrow, (Type.Tuple) as);
            return;
        }
        int size = Math.min(type.size(), as.size());
        ir.copyBytes(place.base(), place.offset(), from.base(), from.offset(), size);
        padBehind(type);
    }

    private void copyElements(Place from, Type.Tuple narrow, Type.Tuple wide) {
        lowering.zeroIfPadded(place, wide.size());
        for (int i = 0; i < wide.elements().size(); i++) {
            Type element = narrow.elements().get(i);
            Place source = from.at(narrow.offset(i));
            Place target = place.at(wide.offset(i));
            if (Lowering.isMemory(element)) {
                new MemoryLowering(lowering, wide.elements().get(i), target).copy(source, element);
            } else {
                Reg value = ValueLowering.load(element, source, ir);
                lowering.store(value, wide.elements().get(i), target);
            }
        }
    }

    /** What is read where an element of a map is missing: zeros, of which a string needs one. */
    void empty() {
        int size = place.padded() || !(as instanceof Type.Str) ? as.size() : 1;
        ir.zero(place.base(), place.offset(), size);
    }

    /** Zeroes what is behind a value of a type, as far as that is wanted. */
    void padBehind(Type written) {
        lowering.zeroIfPadded(place.at(written.size()), as.size() - written.size());
    }

    // ------------------------------------------------------------------------------------------- never in memory

    @Override
    public Place constant(Typed.Constant expr) {
        throw inRegister(expr);
    }

    @Override
    public Place bool(Typed.Bool expr) {
        throw inRegister(expr);
    }

    @Override
    public Place mapName(Typed.MapName expr) {
        throw inRegister(expr);
    }

    @Override
    public Place unary(Typed.Unary expr) {
        throw inRegister(expr);
    }

    @Override
    public Place incrementVariable(Typed.IncrementVariable expr) {
        throw inRegister(expr);
    }

    @Override
    public Place incrementMap(Typed.IncrementMap expr) {
        throw inRegister(expr);
    }

    @Override
    public Place arithmetic(Typed.Arithmetic expr) {
        throw inRegister(expr);
    }

    @Override
    public Place compare(Typed.Compare expr) {
        throw inRegister(expr);
    }

    @Override
    public Place logical(Typed.Logical expr) {
        throw inRegister(expr);
    }

    @Override
    public Place cast(Typed.Cast expr) {
        lowering.casts().valueInto(expr, this, place);
        return place;
    }

    private static IllegalStateException inRegister(Typed.Expr expr) {
        return new IllegalStateException("a value of type " + expr.type().text() + " lies in a register");
    }

    @Override
    public Place aggregateValue(Typed.AggregateValue expr) {
        throw inRegister(expr);
    }

    @Override
    public Place dereference(Typed.Dereference expr) {
        lowering.structs().valueInto(expr, this, place);
        return place;
    }

    @Override
    public Place structMember(Typed.StructMember expr) {
        lowering.structs().valueInto(expr, this, place);
        return place;
    }

    @Override
    public Place index(Typed.Index expr) {
        lowering.structs().valueInto(expr, this, place);
        return place;
    }

    @Override
    public Place addressOf(Typed.AddressOf expr) {
        throw inRegister(expr);
    }

    @Override
    public Place blockValue(Typed.BlockValue expr) {
        lowering.statements(expr.statements());
        lowering.write(expr.value(), as, place);
        return place;
    }
}
