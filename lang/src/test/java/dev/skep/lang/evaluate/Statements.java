package dev.skep.lang.evaluate;

import dev.skep.lang.check.Body;
import dev.skep.lang.check.Effects;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.MapUses;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What statements do. */
final class Statements {
    private final Run run;
    private final Loops loops;

    Statements(Run run) {
        this.run = run;
        loops = new Loops(run, this);
    }

    void body(Body body) {
        try {
            Typed.Expr predicate = body.predicate();
            if (predicate == null || Integers.bits(run.value(predicate)) != 0) {
                block(body.block());
            }
        } catch (Departure departure) {
            // Whatever was to come is not reached.
        }
    }

    void block(Typed.Block block) {
        all(block.statements());
    }

    void all(List<Typed.Statement> statements) {
        Set<Integer> done = new HashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            int partner = MapUses.partner(statements, i);
            if (partner >= 0) {
                run.events().printAndClear(statements.get(i), statements.get(partner));
                done.add(partner);
            } else if (!done.contains(i)) {
                statement(statements.get(i));
            }
        }
    }

    private void statement(Typed.Statement statement) {
        switch (statement) {
            case Typed.Block block -> block(block);
            case Typed.Evaluate evaluate -> evaluate(evaluate.expression());
            case Typed.Declare declare ->
                run.assign(
                        declare.variable(), Conversion.zero(declare.variable().type()));
            case Typed.Assign assign -> run.assign(assign.variable(), run.value(assign.value()));
            case Typed.Store store -> store(store);
            case Typed.Update update -> update(update);
            case Typed.Aggregation aggregation -> aggregate(aggregation);
            case Typed.If branch -> branch(branch);
            case Typed.ForRange loop -> loops.range(loop);
            case Typed.ForMap loop -> loops.elements(loop);
            case Typed.While loop -> loops.asLongAs(loop);
            case Typed.Unroll unroll -> loops.unroll(unroll);
            case Typed.Break leave -> throw new Departure(Departure.From.LOOP);
            case Typed.Continue next -> throw new Departure(Departure.From.ROUND);
            case Typed.Return exit -> {
                if (exit.value() != null) {
                    run.value(exit.value());
                }
                throw new Departure(Departure.From.PROBE);
            }
            default ->
                throw new UnsupportedOperationException(
                        "the evaluator does not know " + statement.getClass().getSimpleName());
        }
    }

    /** A string or a tuple that nobody wants is not even made, unless something happens on the way. */
    private void evaluate(Typed.Expr expr) {
        boolean memory = expr.type() instanceof Type.Str
                || expr.type() instanceof Type.Tuple
                || expr.type() instanceof Type.Array
                || expr.type() instanceof Type.Buffer;
        if (!memory || Effects.in(expr)) {
            run.expressions().any(expr);
        }
    }

    private void branch(Typed.If branch) {
        if (Integers.bits(run.value(branch.condition())) != 0) {
            block(branch.then());
        } else if (branch.otherwise() != null) {
            statement(branch.otherwise());
        }
    }

    // Of an assignment to a map the value comes first, then the key.

    private void store(Typed.Store store) {
        Value value = run.value(store.value());
        List<Value> key = run.key(store.element());
        count(run.table(store.element().map()).put(key, value));
    }

    private void update(Typed.Update update) {
        long by = Integers.bits(run.value(update.value()));
        List<Value> key = run.key(update.element());
        Type.Int type = (Type.Int) update.element().map().value();
        count(run.table(update.element().map())
                .change(
                        key,
                        before -> Integers.of(
                                Integers.apply(update.operator(), Integers.bits(before), by, type.signed()), type)));
    }

    private void aggregate(Typed.Aggregation aggregation) {
        Value number = aggregation.arguments().isEmpty()
                ? new Value.Int(1, false)
                : run.value(aggregation.arguments().getFirst());
        List<Value> key = run.key(aggregation.element());
        count(run.table(aggregation.element().map()).aggregate(key, number));
    }

    private void count(boolean done) {
        if (!done) {
            run.lose(Loss.MAP_FULL);
        }
    }
}
