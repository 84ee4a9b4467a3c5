package dev.skep.lang.evaluate;

import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.script.CompiledScript.Loss;
import dev.skep.lang.script.Host;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** One run of a probe: its variables, its event, the events that it has sent. */
final class Run {
    private final Evaluator evaluator;
    private final ProbePoint point;
    private final Occasion occasion;
    private final Expressions expressions;
    private final Events events;
    private final Statements statements = new Statements(this);
    private final Map<VariableSymbol, Value> variables = new IdentityHashMap<>();
    private final List<Consumer<Host>> sent = new ArrayList<>();

    Run(Evaluator evaluator, ProbePoint point, Occasion occasion) {
        this.evaluator = evaluator;
        this.point = point;
        this.occasion = occasion;
        expressions = new Expressions(this);
        events = new Events(this);
    }

    Evaluator evaluator() {
        return evaluator;
    }

    ProbePoint point() {
        return point;
    }

    Occasion occasion() {
        return occasion;
    }

    Expressions expressions() {
        return expressions;
    }

    Events events() {
        return events;
    }

    Statements statements() {
        return statements;
    }

    /** The value of an expression. */
    Value value(Typed.Expr expr) {
        return expressions.value(expr);
    }

    Value variable(VariableSymbol symbol) {
        return Objects.requireNonNull(variables.get(symbol), "$" + symbol.name() + " is read before it is assigned");
    }

    void assign(VariableSymbol symbol, Value value) {
        variables.put(symbol, Conversion.as(value, symbol.type()));
    }

    Table table(MapSymbol map) {
        return evaluator.tables().of(map);
    }

    /** The key of an element as its map has it; empty for a scalar. */
    List<Value> key(Typed.Element element) {
        Typed.Expr key = element.key();
        if (key == null) {
            return List.of();
        }
        Type.Tuple types = new Type.Tuple(element.map().keys());
        return Parts.of(Conversion.as(value(key), types));
    }

    void lose(Loss loss) {
        evaluator.losses().merge(loss, 1L, Long::sum);
    }

    /** Does something in user space when this run has ended. */
    void send(Consumer<Host> action) {
        sent.add(action);
    }

    void handleEvents() {
        sent.forEach(action -> action.accept(evaluator.reporter()));
    }
}
