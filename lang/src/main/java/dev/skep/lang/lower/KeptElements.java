package dev.skep.lang.lower;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Slot;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.script.MapInfo;
import dev.skep.lang.type.Type;
import java.util.function.Consumer;

/**
 * Elements of a map that {@linkplain MapInfo#kept keeps} them. To insert an element and to remove it takes the kernel three
 * times as long as to find it: so a deleted element stays, with a 0 in the word behind its value, and is there again with the
 * next value that its key is given.
 *
 * <p>Programs write into kept elements without a lock. That is safe because no program ever removes one. User space does, and
 * only such as are deleted, after it has closed the map and has waited until no program runs that saw it open. Everything
 * that happens meanwhile, and what finds no room, happens in the spare map.
 */
final class KeptElements {
    /** {@code ENOENT}. */
    private static final long NOT_THERE = -2;

    private final Lowering lowering;
    private final IrBuilder ir;

    KeptElements(Lowering lowering) {
        this.lowering = lowering;
        this.ir = lowering.ir();
    }

    private Reg words() {
        return ir.mapValueAddress(lowering.script().words(), 0);
    }

    private Reg mode(MapLayout layout) {
        return ir.load(Width.DOUBLE, false, words(), layout.info().word() * Long.BYTES);
    }

    private static String spare(MapLayout layout) {
        String spare = layout.info().spare();
        if (spare == null) {
            throw new IllegalStateException(layout.name() + " keeps no elements");
        }
        return spare;
    }

    private Reg state(Reg element, MapLayout layout) {
        return ir.load(Width.DOUBLE, false, element, layout.touchedOffset());
    }

    private void setState(Reg element, int state, MapLayout layout) {
        ir.store(Width.DOUBLE, element, layout.touchedOffset(), Operand.of(state));
    }

    /** The value; 0 if it is missing. */
    Operand read(Typed.Element element, MapLayout layout) {
        Variable result = ir.declareVariable("value");
        ir.write(result, Operand.of(0));
        Type type = element.map().value();
        find(element, layout, value -> ir.write(result, ValueLowering.load(type, new Place(value, 0, true), ir)));
        return ir.read(result);
    }

    /** Whether there is such an element: 1 or 0. */
    Operand hasKey(Typed.Element element, MapLayout layout) {
        Variable result = ir.declareVariable("found");
        ir.write(result, Operand.of(0));
        find(element, layout, value -> ir.write(result, Operand.of(1)));
        return ir.read(result);
    }

    /**
     * Looks for an element. An element may move from the spare map to the kept ones, but is at no time in neither: so who
     * finds it in neither looks once more.
     *
     * @param found what to do with its value
     */
    private void find(Typed.Element element, MapLayout layout, Consumer<Reg> found) {
        Reg key = lowering.maps().key(element, null);
        ir.at(element.span());
        Block done = ir.newBlock();
        Block absent = ir.newBlock();
        Reg kept = ir.mapLookup(layout.name(), key);
        ifLive(kept, layout, found, absent, done);
        ir.seal(absent);
        ir.position(absent);
        Block more = ir.newBlock();
        ir.branch(Condition.NE, mode(layout), Operand.of(0), more, done);
        ir.seal(more);
        ir.position(more);
        Reg spare = ir.mapLookup(spare(layout), key);
        Block inSpare = ir.newBlock();
        Block again = ir.newBlock();
        ir.branch(Condition.NE, spare, Operand.of(0), inSpare, again);
        ir.seal(inSpare);
        ir.seal(again);
        ir.position(inSpare);
        found.accept(spare);
        ir.jump(done);
        ir.position(again);
        // Not a look-up that could be taken for the first one.
        Reg second = ir.call(Helper.MAP_LOOKUP_ELEM, ir.mapReference(layout.name()), key);
        ifLive(second, layout, found, done, done);
        ir.seal(done);
        ir.position(done);
    }

    /** Does something with an element that is there and not deleted, and goes to {@code done}; otherwise goes elsewhere. */
    private void ifLive(Reg kept, MapLayout layout, Consumer<Reg> found, Block otherwise, Block done) {
        Block there = ir.newBlock();
        Block live = ir.newBlock();
        ir.branch(Condition.NE, kept, Operand.of(0), there, otherwise);
        ir.seal(there);
        ir.position(there);
        ir.branch(Condition.NE, state(kept, layout), Operand.of(0), live, otherwise);
        ir.seal(live);
        ir.position(live);
        found.accept(kept);
        ir.jump(done);
    }

    /** Deletes an element; the value, if it is {@code wanted}, says whether it was there. */
    Operand delete(Typed.Element element, MapLayout layout, boolean wanted) {
        Variable result = ir.declareVariable("deleted");
        ir.write(result, Operand.of(0));
        Reg key = lowering.maps().key(element, null);
        ir.at(element.span());
        Block rest = ir.newBlock();
        ifLive(
                ir.mapLookup(layout.name(), key),
                layout,
                kept -> {
                    if (wanted) {
                        int offset = layout.touchedOffset();
                        ir.write(result, ir.atomicFetch(Width.DOUBLE, AtomicOp.XCHG, kept, offset, Operand.of(0)));
                    } else {
                        setState(kept, 0, layout);
                    }
                },
                rest,
                rest);
        ir.seal(rest);
        ir.position(rest);
        Block more = ir.newBlock();
        Block done = ir.newBlock();
        ir.branch(Condition.NE, mode(layout), Operand.of(0), more, done);
        ir.seal(more);
        ir.position(more);
        Operand removed = lowering.maps().remove(spare(layout), key);
        ir.write(result, ir.binary(BinaryOp.OR, ir.read(result), removed));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return wanted ? ir.read(result) : Operand.of(0);
    }

    /** {@code @x[key] = value}. */
    void store(Typed.Store statement, MapLayout layout) {
        Typed.Element element = statement.element();
        Type type = element.map().value();
        Operand value = lowering.value(statement.value());
        Reg key = lowering.maps().key(element, null);
        ir.at(statement.span());
        Variable found = ir.declareVariable("kept");
        Reg first = ir.mapLookup(layout.name(), key);
        ir.write(found, first);
        Block there = ir.newBlock();
        Block missing = ir.newBlock();
        Block closed = ir.newBlock();
        Block full = ir.newBlock();
        Block dropSpare = ir.newBlock();
        Block refused = ir.newBlock();
        Block done = ir.newBlock();
        Variable error = ir.declareVariable("error");
        ir.branch(Condition.NE, first, Operand.of(0), there, missing);
        ir.seal(missing);
        ir.position(missing);
        Slot slot = ir.newSlot(layout.valueSize(), "value of " + element.map().name());
        Reg whole = ir.slotAddress(slot);
        Place place = new Place(whole, 0, true);
        lowering.store(value, type, place);
        lowering.zeroIfPadded(place.at(type.size()), layout.touchedOffset() - type.size());
        setState(whole, 1, layout);
        insert(key, whole, layout, found, new Ways(there, full, dropSpare, done));

        ir.seal(there);
        ir.position(there);
        Block usual = ir.newBlock();
        Block special = ir.newBlock();
        Reg mode = mode(layout);
        Reg kept = (Reg) ir.read(found);
        ir.branch(Condition.EQ, mode, Operand.of(0), usual, special);
        ir.seal(usual);
        ir.seal(special);
        ir.position(usual);
        lowering.store(value, type, new Place(kept, 0, true));
        setState(kept, 1, layout);
        ir.jump(done);
        ir.position(special);
        Block open = ir.newBlock();
        ir.branch(Condition.NE, ir.binary(BinaryOp.AND, mode, Operand.of(MapInfo.CLOSED)), Operand.of(0), closed, open);
        ir.seal(open);
        ir.position(open);
        lowering.store(value, type, new Place(kept, 0, true));
        setState(kept, 1, layout);
        ir.jump(dropSpare);
        ir.seal(dropSpare);
        ir.position(dropSpare);
        Reg dropped = ir.mapDelete(spare(layout), key);
        ir.write(error, dropped);
        Block remains = ir.newBlock();
        ir.branch(Condition.EQ, dropped, Operand.of(0), done, remains);
        ir.seal(remains);
        ir.position(remains);
        ir.branch(Condition.EQ, dropped, Operand.of(NOT_THERE), done, refused);

        ir.seal(closed);
        ir.position(closed);
        Slot other = ir.newSlot(layout.touchedOffset(), "value of " + spare(layout));
        Reg copy = ir.slotAddress(other);
        Place spared = new Place(copy, 0, true);
        lowering.store(value, type, spared);
        lowering.zeroIfPadded(spared.at(type.size()), layout.touchedOffset() - type.size());
        putSpare(
                key,
                copy,
                layout,
                () -> ifLive(kept, layout, live -> setState(live, 0, layout), done, done),
                error,
                refused);

        ir.seal(full);
        ir.position(full);
        ir.atomicUpdate(
                Width.DOUBLE, AtomicOp.OR, words(), layout.info().word() * Long.BYTES, Operand.of(MapInfo.SPARE_USED));
        putSpare(key, whole, layout, () -> ir.jump(done), error, refused);
        ir.seal(refused);
        ir.position(refused);
        lowering.losses().countRefused(ir.read(error));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
    }

    /** Where to go when an element was not there at first. */
    private record Ways(Block there, Block full, Block dropSpare, Block done) {}

    private void insert(Reg key, Reg value, MapLayout layout, Variable found, Ways ways) {
        Block open = ir.newBlock();
        Block inserted = ir.newBlock();
        Block refused = ir.newBlock();
        Reg mode = mode(layout);
        ir.branch(
                Condition.NE,
                ir.binary(BinaryOp.AND, mode, Operand.of(MapInfo.CLOSED)),
                Operand.of(0),
                ways.full,
                open);
        ir.seal(open);
        ir.position(open);
        Reg result = ir.mapUpdate(layout.name(), key, value, MapLowering.ONLY_NEW);
        ir.branch(Condition.EQ, result, Operand.of(0), inserted, refused);
        ir.seal(inserted);
        ir.seal(refused);
        ir.position(inserted);
        int count = (layout.info().word() + 1) * Long.BYTES;
        ir.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, words(), count, Operand.of(1));
        ir.branch(Condition.NE, mode, Operand.of(0), ways.dropSpare, ways.done);
        ir.position(refused);
        Reg second = ir.mapLookup(layout.name(), key);
        ir.write(found, second);
        ir.branch(Condition.NE, second, Operand.of(0), ways.there, ways.full);
    }

    /** Puts a value into the spare map, and goes on with what follows; if that is refused, elsewhere with the error. */
    private void putSpare(Reg key, Reg value, MapLayout layout, Runnable then, Variable error, Block refused) {
        Reg result = ir.mapUpdate(spare(layout), key, value, MapLowering.ANY);
        ir.write(error, result);
        Block put = ir.newBlock();
        ir.branch(Condition.SLT, result, Operand.of(0), refused, put);
        ir.seal(put);
        ir.position(put);
        then.run();
    }
}
