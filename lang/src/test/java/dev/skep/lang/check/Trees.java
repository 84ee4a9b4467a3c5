package dev.skep.lang.check;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.function.Function;
import dev.skep.lang.function.Functions;
import dev.skep.lang.function.MapFunction;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Source;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed trees by hand, for what tests want to say exactly. */
public final class Trees {
    public static final Span SPAN = new Span(new Source("stdin", "by hand"), 0, 7);

    private Trees() {}

    public static VariableSymbol symbol(String name, Type type) {
        VariableSymbol symbol = new VariableSymbol(name);
        symbol.widen(type, new Inference());
        return symbol;
    }

    public static VariableSymbol number(String name) {
        return symbol(name, Type.Int.INT64);
    }

    public static MapSymbol map(String name, List<Type> keys, Type value) {
        MapSymbol map = new MapSymbol(name);
        map.widenKeys(keys, SPAN, new Inference());
        map.widenValue(value, new Inference());
        return map;
    }

    public static Typed.Script script(List<MapSymbol> maps, Typed.Statement... statements) {
        ProbePoint point = new ProbePoint(
                "begin", ProbePoint.Kind.BEGIN, new AttachSpec.Manual(), ProgramType.RAW_TRACEPOINT, null);
        return new Typed.Script(
                List.of(new Typed.Probe(point, new Body(null, block(statements), SPAN, new EventView(point)))), maps);
    }

    public static Typed.Block block(Typed.Statement... statements) {
        return new Typed.Block(List.of(statements), SPAN);
    }

    public static Typed.Expr expr(long value) {
        return new Typed.Constant(value, Type.Int.INT64, SPAN);
    }

    public static Typed.Expr expr(VariableSymbol symbol) {
        return new Typed.Variable(symbol, SPAN);
    }

    public static Typed.Expr add(Typed.Expr left, Typed.Expr right) {
        return arithmetic(Ast.BinaryOperator.ADD, left, right);
    }

    public static Typed.Expr arithmetic(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right) {
        return new Typed.Arithmetic(operator, left, right, true, Type.Int.INT64, SPAN);
    }

    public static Typed.Expr compare(Ast.BinaryOperator operator, Typed.Expr left, Typed.Expr right) {
        return new Typed.Compare(operator, left, right, SPAN);
    }

    public static Typed.Expr less(Typed.Expr left, Typed.Expr right) {
        return compare(Ast.BinaryOperator.LESS, left, right);
    }

    public static Typed.Expr call(String name, Type type, Typed.Expr... arguments) {
        return new Typed.Call(function(name), List.of(arguments), type, SPAN);
    }

    public static Function function(String name) {
        return Functions.all(0).stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static Typed.Statement evaluate(Typed.Expr expr) {
        return new Typed.Evaluate(expr, SPAN);
    }

    public static Typed.Statement assign(VariableSymbol symbol, Typed.Expr value) {
        return new Typed.Assign(symbol, value, SPAN);
    }

    public static Typed.Statement declare(VariableSymbol symbol) {
        return new Typed.Declare(symbol, SPAN);
    }

    public static Typed.Statement increment(VariableSymbol symbol) {
        return evaluate(new Typed.IncrementVariable(symbol, 1, false, SPAN));
    }

    public static Typed.Element element(MapSymbol map, Typed.Expr... keys) {
        Typed.Expr key = keys.length == 0 ? null : new Typed.Tuple(List.of(keys), new Type.Tuple(map.keys()), SPAN);
        return new Typed.Element(map, key, SPAN);
    }

    public static Typed.Statement store(MapSymbol map, Typed.Expr value, Typed.Expr... keys) {
        return new Typed.Store(element(map, keys), value, SPAN);
    }

    public static Typed.Statement aggregate(
            MapSymbol map, String function, List<Typed.Expr> arguments, Typed.Expr... keys) {
        return new Typed.Aggregation(element(map, keys), (MapFunction) function(function), arguments, SPAN);
    }

    public static Typed.MapValue value(MapSymbol map, Typed.Expr... keys) {
        return new Typed.MapValue(element(map, keys));
    }

    public static Typed.Statement choose(
            Typed.Expr condition, Typed.Statement then, Typed.@Nullable Statement otherwise) {
        return new Typed.If(condition, block(then), otherwise, SPAN);
    }

    public static Typed.Statement range(
            VariableSymbol symbol, Typed.Expr from, Typed.Expr to, Typed.Statement... body) {
        return new Typed.ForRange(symbol, from, to, block(body), SPAN);
    }

    public static Typed.Statement each(VariableSymbol symbol, MapSymbol map, Typed.Statement... body) {
        return new Typed.ForMap(symbol, map, block(body), SPAN);
    }

    public static Typed.Statement loop(Typed.Expr condition, Typed.Statement... body) {
        return new Typed.While(condition, block(body), SPAN);
    }

    public static Typed.Statement unroll(int count, Typed.Statement... body) {
        return new Typed.Unroll(count, block(body), SPAN);
    }

    public static Typed.Statement leave() {
        return new Typed.Break(SPAN);
    }

    public static Typed.Statement next() {
        return new Typed.Continue(SPAN);
    }

    public static Typed.Statement exit() {
        return new Typed.Return(null, SPAN);
    }
}
