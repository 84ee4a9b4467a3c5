package dev.skep.lang.evaluate;

import dev.skep.lang.check.Typed;
import dev.skep.lang.value.AggregateValue;
import dev.skep.lang.value.Value;
import java.math.BigInteger;
import java.util.List;

/** Statements that run more than once. Loops that are compared have few rounds. */
final class Loops {
    private static final int MOST_ROUNDS = 10_000;

    private final Run run;
    private final Statements statements;

    Loops(Run run, Statements statements) {
        this.run = run;
        this.statements = statements;
    }

    /** One round; false if it was the last. */
    private boolean round(Typed.Block body) {
        try {
            statements.block(body);
            return true;
        } catch (Departure departure) {
            return switch (departure.from()) {
                case LOOP -> false;
                case ROUND -> true;
                case PROBE -> throw departure;
            };
        }
    }

    void range(Typed.ForRange loop) {
        BigInteger from = Integers.number(run.value(loop.from()));
        BigInteger to = Integers.number(run.value(loop.to()));
        int rounds = 0;
        for (BigInteger at = from; at.compareTo(to) < 0; at = at.add(BigInteger.ONE)) {
            count(rounds++);
            run.assign(
                    loop.variable(), Integers.of(at.longValue(), loop.variable().type()));
            if (!round(loop.body())) {
                return;
            }
        }
    }

    /** In the order in which the elements came; scripts do only what is the same in any order. */
    void elements(Typed.ForMap loop) {
        Table table = run.table(loop.map());
        for (List<Value> key : table.keys()) {
            Value value = table.get(key);
            if (value == null) {
                continue;
            }
            Value known = value instanceof AggregateValue kept ? new Value.Int(kept.number(), kept.signed()) : value;
            Value first = key.size() == 1 ? key.getFirst() : new Value.Tuple(key);
            run.assign(loop.variable(), new Value.Tuple(List.of(first, known)));
            if (!round(loop.body())) {
                return;
            }
        }
    }

    void asLongAs(Typed.While loop) {
        for (int rounds = 0; run.expressions().truth(loop.condition()); rounds++) {
            count(rounds);
            if (!round(loop.body())) {
                return;
            }
        }
    }

    /** {@code break} and {@code continue} are those of a loop around it. */
    void unroll(Typed.Unroll unroll) {
        for (int i = 0; i < unroll.count(); i++) {
            statements.block(unroll.body());
        }
    }

    private static void count(int rounds) {
        if (rounds > MOST_ROUNDS) {
            throw new IllegalStateException("the loop is too long to be compared");
        }
    }
}
