package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.source.Span;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;

/**
 * A loop whose rounds are a function of their own, which a helper calls: {@code bpf_loop(rounds, function, closure, 0)}, or
 * {@code bpf_for_each_map_elem(map, function, closure, 0)} (kernel 5.13). The function returns 1 to end the loop.
 */
final class OutlinedLoop {
    private static final int LOOP_PARAMETERS = 2;
    private static final int ELEMENT_PARAMETERS = 4;

    private final Lowering outer;
    private final Lowering inner;
    private final IrBuilder ir;
    private final String name;
    private final Span span;
    private final Block entry;
    private final Block body;
    private final Join next;
    private final Join stop;

    private OutlinedLoop(Lowering outer, int parameters, Span span) {
        this.outer = outer;
        this.span = span;
        name = outer.program().newName("loop");
        inner = new Lowering(outer, name, parameters);
        ir = inner.ir().at(span);
        next = new Join(ir);
        stop = new Join(ir);
        entry = ir.block();
        // What the closure has to hold is known when the body is written: the entry is left open until then.
        body = ir.newBlock();
        ir.position(body);
        inner.enter(new LoopScope() {
            @Override
            public void leave() {
                stop.jump();
            }

            @Override
            public void next() {
                next.jump();
            }
        });
        inner.onEnd(() -> {
            ir.write(inner.closure().returned(), Operand.of(1));
            stop.jump();
        });
    }

    /** @param rounds how many; of a loop that is tested, as many as the kernel takes */
    static void loop(Lowering lowering, Operand rounds, Round round, Span span) {
        OutlinedLoop loop = new OutlinedLoop(lowering, LOOP_PARAMETERS, span);
        loop.round(round);
        lowering.ir().at(span);
        Operand closure = loop.finish();
        Reg function = lowering.ir().functionReference(loop.name);
        lowering.ir().call(Helper.LOOP, rounds, function, closure, Operand.of(0));
        loop.inner.closure().close();
    }

    private void round(Round round) {
        Reg index = inner.parameter(0);
        if (round.isTested()) {
            Block yes = ir.newBlock();
            Block no = ir.newBlock();
            round.test(inner, index, yes, no);
            ir.seal(no);
            ir.position(no);
            stop.jump();
            ir.seal(yes);
            ir.position(yes);
            LoopLowering.stopAt(LoopLowering.MOST_ROUNDS - 1, index, stop, inner);
        }
        round.lower(inner, index);
    }

    /** The map's elements; each is copied before anything is done, so that the body may delete it. */
    static void elements(Lowering lowering, Typed.ForMap statement) {
        OutlinedLoop loop = new OutlinedLoop(lowering, ELEMENT_PARAMETERS, statement.span());
        MapLayout layout = lowering.script().layout(statement.map());
        loop.element(statement, layout);
        statement.body().accept(new StatementLowering(loop.inner));
        IrBuilder ir = lowering.ir().at(statement.span());
        Operand closure = loop.finish();
        Reg map = ir.mapReference(layout.name());
        ir.call(Helper.FOR_EACH_MAP_ELEM, map, ir.functionReference(loop.name), closure, Operand.of(0));
        loop.inner.closure().close();
    }

    private void element(Typed.ForMap statement, MapLayout layout) {
        Type.Tuple pair = (Type.Tuple) statement.variable().type();
        Type key = pair.elements().getFirst();
        Type value = pair.elements().getLast();
        Place place = new Place(inner.address(statement.variable()), 0, true);
        Reg keyAddress = inner.parameter(1);
        if (layout.turned()) {
            Reg generation =
                    ir.load(Width.WORD, false, keyAddress, layout.info().generationOffset());
            Block current = ir.newBlock();
            Block old = ir.newBlock();
            ir.branch(Condition.EQ, generation, inner.maps().generation(layout), current, old);
            ir.seal(old);
            ir.position(old);
            next.jump();
            ir.seal(current);
            ir.position(current);
        }
        ir.copyBytes(place.base(), 0, keyAddress, 0, key.size());
        int at = pair.offset(1);
        inner.zeroIfPadded(place.at(key.size()), at - key.size());
        if (statement.map().value() instanceof Aggregate aggregate) {
            Operand read = inner.aggregates().read(layout, keyAddress, aggregate, statement.span());
            inner.store(read, value, place.at(at));
        } else {
            ir.copyBytes(place.base(), at, inner.parameter(2), 0, value.size());
        }
        inner.zeroIfPadded(place.at(at + value.size()), pair.size() - at - value.size());
    }

    /** Ends the function; the address of its closure. */
    private Operand finish() {
        Closure closure = inner.closure();
        next.jump();
        ir.at(span).position(entry);
        closure.load();
        ir.jump(body);
        ir.seal(body);
        if (next.enter()) {
            closure.store();
            ir.ret(Operand.of(0));
        }
        if (stop.enter()) {
            closure.store();
            ir.ret(Operand.of(1));
        }
        outer.program().add(inner.finish());
        return closure.open(name);
    }
}
