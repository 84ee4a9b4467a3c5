package dev.skep.lang.simulation;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Helper;
import dev.skep.bpf.asm.Width;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.simulation.RandomBody.Area;

/** Makes a function at random and a call of it: a plain one, a loop's round, a look at each element of a map. */
final class RandomCalls {
    /** Bytes of the memory that is handed down. */
    private static final int SHARED = 32;

    private static final int MAX_DEPTH = 3;

    private final RandomBody caller;
    private final RandomProgram program;
    private final IrBuilder builder;

    RandomCalls(RandomBody caller) {
        this.caller = caller;
        program = caller.program;
        builder = caller.builder;
    }

    void make() {
        if (!program.mayCall() || caller.depth >= MAX_DEPTH) {
            return;
        }
        switch (program.abilities().callbacks() ? caller.below(4) : 0) {
            case 0, 1 -> call();
            case 2 -> loop();
            default -> forEach();
        }
    }

    /** Some memory of the caller's, its own or its callers'. */
    private Area shared() {
        for (Area area : caller.areas) {
            if (area.size() >= SHARED && caller.below(3) > 0) {
                return area;
            }
        }
        return caller.newArea(SHARED);
    }

    private RandomBody callee(String purpose, int parameters) {
        return new RandomBody(program, purpose + program.number(), parameters, caller.depth + 1);
    }

    private void call() {
        RandomBody callee = callee("function", 3);
        callee.areas.add(new Area.Given(callee.function.parameters().get(0), SHARED));
        callee.add(callee.function.parameters().get(1));
        callee.add(callee.function.parameters().get(2));
        callee.start(4, 3);
        callee.statements(6, 1);
        callee.builder.ret(callee.mixture());
        program.add(callee);

        Reg address = caller.address(shared());
        Reg result = builder.functionCall(callee.function.name(), address, caller.expression(1), caller.expression(1));
        builder.write(caller.variable(), result);
    }

    /** The closure: shared memory's address, a number that is only read, a number that goes from round to round. */
    private void loop() {
        RandomBody round = callee("round", 2);
        Reg closure = round.function.parameters().get(1);
        Reg address = round.builder.load(Width.DOUBLE, false, closure, 0);
        round.areas.add(new Area.Given(address, SHARED));
        round.add(round.builder.extend(round.function.parameters().get(0), 32, false));
        round.add(round.builder.load(Width.DOUBLE, false, closure, 8));
        round.add(round.builder.load(Width.DOUBLE, false, closure, 16));
        round.start(4, 3);
        round.statements(6, 1);
        round.builder.store(Width.DOUBLE, closure, 16, round.mixture());
        round.builder.ret(
                round.below(2) == 0
                        ? Operand.of(0)
                        : round.builder.compare(round.condition(), round.expression(1), round.expression(1)));
        program.add(round);

        Reg own = builder.slotAddress(builder.newStackSlot(24, "closure"));
        builder.store(Width.DOUBLE, own, 0, caller.address(shared()));
        builder.store(Width.DOUBLE, own, 8, caller.expression(1));
        builder.store(Width.DOUBLE, own, 16, caller.expression(1));
        Operand rounds = caller.below(2) == 0
                ? Operand.of(caller.below(4))
                : builder.binary(BinaryOp.AND, caller.expression(1), Operand.of(3));
        Reg reference = builder.functionReference(round.function.name());
        builder.write(caller.variable(), builder.call(Helper.LOOP, rounds, reference, own, Operand.of(0)));
        builder.write(caller.variable(), builder.load(Width.DOUBLE, false, own, 16));
    }

    /** Kernels go through a map in an order of their own: what is done must not depend on it. */
    private void forEach() {
        RandomBody each = callee("each", 4);
        IrBuilder body = each.builder;
        Reg key = each.function.parameters().get(1);
        Reg value = each.function.parameters().get(2);
        Reg closure = each.function.parameters().get(3);
        Operand sum = body.load(Width.DOUBLE, false, closure, 0);
        sum = body.binary(BinaryOp.ADD, sum, body.load(Width.DOUBLE, false, value, 0));
        sum = body.binary(BinaryOp.ADD, sum, body.load(Width.WORD, false, key, 0));
        body.store(Width.DOUBLE, closure, 0, sum);
        body.atomicUpdate(Width.DOUBLE, AtomicOp.ADD, value, 0, body.load(Width.DOUBLE, false, closure, 8));
        body.ret(Operand.of(0));
        program.add(each);

        String[] maps = {"@h", "@k", "@a"};
        Reg own = builder.slotAddress(builder.newStackSlot(16, "closure"));
        builder.store(Width.DOUBLE, own, 0, caller.expression(1));
        builder.store(Width.DOUBLE, own, 8, caller.expression(1));
        Reg map = builder.mapReference(maps[caller.below(maps.length)]);
        Reg reference = builder.functionReference(each.function.name());
        Reg count = builder.call(Helper.FOR_EACH_MAP_ELEM, map, reference, own, Operand.of(0));
        builder.write(caller.variable(), builder.compare(Condition.SGT, count, Operand.of(1)));
        builder.write(caller.variable(), builder.load(Width.DOUBLE, false, own, 0));
    }
}
