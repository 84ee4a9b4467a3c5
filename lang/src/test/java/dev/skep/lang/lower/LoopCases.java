package dev.skep.lang.lower;

import static dev.skep.lang.check.Trees.add;
import static dev.skep.lang.check.Trees.aggregate;
import static dev.skep.lang.check.Trees.arithmetic;
import static dev.skep.lang.check.Trees.assign;
import static dev.skep.lang.check.Trees.call;
import static dev.skep.lang.check.Trees.choose;
import static dev.skep.lang.check.Trees.compare;
import static dev.skep.lang.check.Trees.declare;
import static dev.skep.lang.check.Trees.each;
import static dev.skep.lang.check.Trees.evaluate;
import static dev.skep.lang.check.Trees.exit;
import static dev.skep.lang.check.Trees.expr;
import static dev.skep.lang.check.Trees.increment;
import static dev.skep.lang.check.Trees.leave;
import static dev.skep.lang.check.Trees.less;
import static dev.skep.lang.check.Trees.loop;
import static dev.skep.lang.check.Trees.map;
import static dev.skep.lang.check.Trees.next;
import static dev.skep.lang.check.Trees.number;
import static dev.skep.lang.check.Trees.range;
import static dev.skep.lang.check.Trees.script;
import static dev.skep.lang.check.Trees.store;
import static dev.skep.lang.check.Trees.symbol;
import static dev.skep.lang.check.Trees.unroll;
import static dev.skep.lang.check.Trees.value;

import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Trees;
import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.syntax.Ast.BinaryOperator;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loops with their results: what is in the maps in the end. */
final class LoopCases {
    private static final Type.Int INT64 = Type.Int.INT64;

    private LoopCases() {}

    /**
     * A script.
     *
     * @param maps what its maps print
     */
    record Case(Typed.Script script, String maps) {
        /** The lines of maps that are results, in order. */
        static List<String> results(String output) {
            return output.lines()
                    .filter(line -> !line.startsWith("@a") && !line.startsWith("@k"))
                    .sorted()
                    .toList();
        }
    }

    private static MapSymbol scalar(String name) {
        return map(name, List.of(), INT64);
    }

    private static Typed.Expr unknown() {
        return call("pid", Type.Int.UINT32);
    }

    /** 0, which the compiler does not know. */
    private static Typed.Expr zero() {
        return arithmetic(BinaryOperator.SUBTRACT, unknown(), unknown());
    }

    static Map<String, Case> all() {
        Map<String, Case> cases = new TreeMap<>();
        cases.put("million rounds", sum(expr(1_000_000), 1_000_000));
        cases.put("million unknown rounds", sum(add(expr(1_000_000), zero()), 1_000_000));
        for (long rounds : new long[] {0, 1, 10, 100, 1000}) {
            cases.put("sum of " + rounds, sum(expr(rounds), rounds));
            cases.put("sum of unknown " + rounds, sum(add(expr(rounds), zero()), rounds));
        }
        cases.put("from above to below", sum(add(zero(), expr(-5)), 0));
        for (long rounds : new long[] {5, 300}) {
            cases.put("break of " + rounds, breaks(rounds));
            cases.put("continue of " + rounds, continues(rounds));
            cases.put("return of " + rounds, returns(rounds));
            cases.put("while of " + rounds, whiles(rounds));
            cases.put("nested " + rounds, nested(rounds));
            cases.put("strings " + rounds, strings(rounds));
            cases.put("returned from inner " + rounds, returnsFromInner(rounds));
            cases.put("choices of " + rounds, choices(rounds));
        }
        cases.put("nothing changed", nothing());
        cases.put("million nested", nested(1000));
        cases.put("unrolled", unrolled(3));
        cases.put("unrolled much", unrolled(90));
        cases.put("elements", elements());
        cases.put("elements deleted", deleted());
        cases.put("aggregates", aggregates());
        cases.put("rounds none, constant assigned", none());
        cases.put("three deep", deep());
        return cases;
    }

    private static Case sum(Typed.Expr rounds, long expected) {
        MapSymbol result = scalar("@sum");
        VariableSymbol i = number("i");
        VariableSymbol sum = number("sum");
        long total = expected * (expected - 1) / 2;
        return new Case(
                script(
                        List.of(result),
                        assign(sum, expr(0)),
                        range(i, expr(0), rounds, assign(sum, add(expr(sum), expr(i)))),
                        store(result, expr(sum))),
                "@sum: " + total + "\n");
    }

    private static Case breaks(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        range(
                                i,
                                expr(0),
                                expr(rounds),
                                choose(compare(BinaryOperator.EQUAL, expr(i), expr(rounds / 2)), leave(), null),
                                increment(n)),
                        choose(
                                compare(BinaryOperator.GREATER, expr(n), expr(1)),
                                assign(n, add(expr(n), expr(1000))),
                                null),
                        store(result, expr(n))),
                "@n: " + (rounds / 2 + 1000) + "\n");
    }

    private static Case continues(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        range(
                                i,
                                expr(0),
                                expr(rounds),
                                choose(
                                        compare(
                                                BinaryOperator.EQUAL,
                                                arithmetic(BinaryOperator.MODULO, expr(i), expr(2)),
                                                expr(0)),
                                        next(),
                                        null),
                                increment(n)),
                        store(result, expr(n))),
                "@n: " + rounds / 2 + "\n");
    }

    private static Case returns(long rounds) {
        MapSymbol result = scalar("@n");
        MapSymbol after = scalar("@z");
        VariableSymbol i = number("i");
        return new Case(
                script(
                        List.of(result, after),
                        range(
                                i,
                                expr(0),
                                expr(rounds),
                                store(result, expr(i)),
                                choose(compare(BinaryOperator.EQUAL, expr(i), expr(rounds - 2)), exit(), null)),
                        store(after, expr(1))),
                "@n: " + (rounds - 2) + "\n");
    }

    private static Case returnsFromInner(long rounds) {
        MapSymbol result = scalar("@n");
        MapSymbol after = scalar("@z");
        VariableSymbol i = number("i");
        VariableSymbol j = number("j");
        return new Case(
                script(
                        List.of(result, after),
                        range(
                                i,
                                expr(0),
                                expr(rounds),
                                range(
                                        j,
                                        expr(0),
                                        expr(rounds),
                                        store(result, add(expr(i), expr(j))),
                                        choose(
                                                compare(BinaryOperator.EQUAL, add(expr(i), expr(j)), expr(rounds)),
                                                exit(),
                                                null))),
                        store(after, expr(1))),
                "@n: " + rounds + "\n");
    }

    private static Case whiles(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        loop(less(expr(n), expr(rounds)), increment(n)),
                        store(result, expr(n))),
                "@n: " + rounds + "\n");
    }

    private static Case nested(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        VariableSymbol j = number("j");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        range(i, expr(0), expr(rounds), range(j, expr(0), expr(rounds), increment(n))),
                        store(result, expr(n))),
                "@n: " + rounds * rounds + "\n");
    }

    private static Case strings(long rounds) {
        Type.Str type = new Type.Str(16);
        MapSymbol result = map("@s", List.of(), type);
        MapSymbol same = scalar("@same");
        VariableSymbol i = number("i");
        VariableSymbol text = symbol("s", type);
        VariableSymbol n = number("n");
        Typed.Expr last = compare(BinaryOperator.EQUAL, expr(i), expr(rounds - 1));
        return new Case(
                script(
                        List.of(result, same),
                        declare(text),
                        assign(n, expr(0)),
                        range(
                                i,
                                expr(0),
                                expr(rounds),
                                choose(
                                        compare(BinaryOperator.EQUAL, expr(text), call("comm", type)),
                                        increment(n),
                                        null),
                                choose(
                                        last,
                                        assign(text, call("probe", new Type.Str(6))),
                                        assign(text, call("comm", type)))),
                        store(result, expr(text)),
                        store(same, expr(n))),
                "@s: begin\n@same: " + (rounds - 1) + "\n");
    }

    /** Each round changes several numbers or not: to follow them all takes two times as long for every round. */
    private static Case choices(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        List<Typed.Statement> start = new ArrayList<>();
        List<Typed.Statement> body = new ArrayList<>();
        Typed.Expr total = expr(0);
        for (int k = 0; k < 4; k++) {
            VariableSymbol n = number("n" + k);
            start.add(assign(n, expr(0)));
            body.add(choose(
                    compare(
                            BinaryOperator.EQUAL,
                            arithmetic(BinaryOperator.AND, add(expr(i), zero()), expr(1L << k)),
                            expr(0)),
                    increment(n),
                    null));
            body.add(choose(compare(BinaryOperator.GREATER, expr(n), expr(1_000_000)), leave(), null));
            total = add(total, expr(n));
        }
        start.add(range(i, expr(0), expr(rounds), body.toArray(Typed.Statement[]::new)));
        start.add(store(result, total));
        long expected = 0;
        for (int k = 0; k < 4; k++) {
            for (long n = 0; n < rounds; n++) {
                expected += (n & 1L << k) == 0 ? 1 : 0;
            }
        }
        return new Case(script(List.of(result), start.toArray(Typed.Statement[]::new)), "@n: " + expected + "\n");
    }

    private static Case nothing() {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        return new Case(
                script(
                        List.of(result),
                        range(
                                i,
                                zero(),
                                expr(500),
                                new Typed.Update(Trees.element(result), BinaryOperator.ADD, expr(3), Trees.SPAN))),
                "@n: 1500\n");
    }

    /** What a round would assign is not assigned if there is none. */
    private static Case none() {
        MapSymbol result = scalar("@n");
        Type.Str type = new Type.Str(8);
        MapSymbol name = map("@s", List.of(), type);
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        VariableSymbol text = symbol("s", type);
        return new Case(
                script(
                        List.of(result, name),
                        assign(n, expr(7)),
                        assign(text, call("probe", new Type.Str(6))),
                        range(i, zero(), zero(), assign(n, expr(5)), declare(text)),
                        choose(
                                compare(BinaryOperator.EQUAL, expr(n), expr(5)),
                                store(result, expr(-1)),
                                store(result, expr(n))),
                        store(name, expr(text))),
                "@n: 7\n@s: begin\n");
    }

    private static Case unrolled(int count) {
        MapSymbol result = scalar("@n");
        VariableSymbol n = number("n");
        VariableSymbol i = number("i");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        range(
                                i,
                                expr(0),
                                expr(10),
                                unroll(
                                        count,
                                        choose(compare(BinaryOperator.EQUAL, expr(n), expr(count + 1)), leave(), null),
                                        increment(n))),
                        store(result, expr(n))),
                "@n: " + (count + 1) + "\n");
    }

    private static VariableSymbol pair(String name, Type key, Type value) {
        return symbol(name, new Type.Tuple(List.of(key, value)));
    }

    private static Typed.Expr part(VariableSymbol pair, int index) {
        return new Typed.TupleElement(expr(pair), index, Trees.SPAN);
    }

    private static Case elements() {
        MapSymbol result = scalar("@n");
        Type.Int key = Type.Int.INT32;
        Type.Str name = new Type.Str(16);
        MapSymbol items = map("@m", List.of(key, name), INT64);
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        VariableSymbol kv = pair("kv", new Type.Tuple(List.of(key, name)), INT64);
        return new Case(
                script(
                        List.of(items, result),
                        range(
                                i,
                                expr(0),
                                expr(100),
                                store(
                                        items,
                                        arithmetic(BinaryOperator.MULTIPLY, expr(i), expr(3)),
                                        expr(i),
                                        call("comm", name))),
                        assign(n, expr(0)),
                        each(
                                kv,
                                items,
                                assign(n, add(expr(n), part(kv, 1))),
                                assign(n, add(expr(n), new Typed.TupleElement(part(kv, 0), 0, Trees.SPAN))),
                                choose(
                                        compare(
                                                BinaryOperator.NOT_EQUAL,
                                                new Typed.TupleElement(part(kv, 0), 1, Trees.SPAN),
                                                call("comm", name)),
                                        assign(n, expr(0)),
                                        null)),
                        range(
                                i,
                                expr(0),
                                expr(100),
                                evaluate(call("delete", Type.Bool.BOOL, value(items, expr(i), call("comm", name))))),
                        store(result, expr(n))),
                "@n: " + (4 * 99 * 50) + "\n");
    }

    private static Case deleted() {
        MapSymbol result = scalar("@n");
        MapSymbol items = map("@m", List.of(INT64), INT64);
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        VariableSymbol kv = pair("kv", INT64, INT64);
        return new Case(
                script(
                        List.of(items, result),
                        range(i, expr(0), expr(1000), store(items, expr(i), expr(i))),
                        assign(n, expr(0)),
                        each(
                                kv,
                                items,
                                evaluate(call("delete", Type.Bool.BOOL, value(items, part(kv, 0)))),
                                assign(n, add(expr(n), part(kv, 1)))),
                        store(result, expr(n))),
                "@n: " + 999 * 500 + "\n");
    }

    private static Case aggregates() {
        MapSymbol result = map("@r", List.of(Type.Int.INT32), INT64);
        List<MapSymbol> maps = new ArrayList<>();
        List<Typed.Statement> statements = new ArrayList<>();
        VariableSymbol i = number("i");
        List<Aggregate> types = List.of(
                new Aggregate.Sum(true),
                new Aggregate.Min(true),
                new Aggregate.Max(true),
                new Aggregate.Avg(true),
                new Aggregate.Min(false),
                new Aggregate.Max(false),
                new Aggregate.Avg(false));
        int at = 0;
        for (Aggregate type : types) {
            MapSymbol own = map("@a" + at, List.of(), type);
            MapSymbol keyed = map("@k" + at, List.of(INT64), type);
            maps.add(own);
            maps.add(keyed);
            boolean signed = !type.text().startsWith("u");
            Typed.Expr number = signed ? arithmetic(BinaryOperator.SUBTRACT, expr(10), expr(i)) : add(expr(i), expr(3));
            statements.add(range(
                    i,
                    expr(0),
                    expr(21),
                    aggregate(own, type.function(), List.of(number)),
                    aggregate(keyed, type.function(), List.of(number), expr(i))));
            statements.add(store(result, new Typed.AggregateValue(value(own), INT64), expr(at)));
            statements.add(store(result, new Typed.AggregateValue(value(keyed, expr(4)), INT64), expr(100 + at)));
            statements.add(store(result, new Typed.AggregateValue(value(keyed, expr(99)), INT64), expr(200 + at)));
            statements.add(
                    new Typed.Evaluate(call("clear", Type.None.NONE, new Typed.MapName(own, Trees.SPAN)), Trees.SPAN));
            at++;
        }
        maps.add(result);
        return new Case(script(maps, statements.toArray(Typed.Statement[]::new)), """
                        @r[0]: 0
                        @r[1]: -10
                        @r[2]: 10
                        @r[3]: 0
                        @r[4]: 3
                        @r[5]: 23
                        @r[6]: 13
                        @r[100]: 6
                        @r[101]: 6
                        @r[102]: 6
                        @r[103]: 6
                        @r[104]: 7
                        @r[105]: 7
                        @r[106]: 7
                        @r[200]: 0
                        @r[201]: 0
                        @r[202]: 0
                        @r[203]: 0
                        @r[204]: 0
                        @r[205]: 0
                        @r[206]: 0
                        """);
    }

    private static Case deep() {
        MapSymbol result = scalar("@n");
        VariableSymbol a = number("a");
        VariableSymbol b = number("b");
        VariableSymbol c = number("c");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, expr(0)),
                        range(
                                a,
                                zero(),
                                expr(20),
                                range(
                                        b,
                                        zero(),
                                        expr(20),
                                        loop(
                                                less(expr(n), expr(100_000)),
                                                increment(n),
                                                choose(
                                                        compare(
                                                                BinaryOperator.EQUAL,
                                                                arithmetic(BinaryOperator.MODULO, expr(n), expr(7)),
                                                                expr(0)),
                                                        leave(),
                                                        null)),
                                        assign(c, add(expr(a), expr(b))),
                                        choose(
                                                compare(BinaryOperator.EQUAL, expr(c), expr(38)),
                                                assign(n, add(expr(n), expr(1_000_000))),
                                                null))),
                        store(result, expr(n))),
                "@n: " + (1_000_000 + 7 * 400) + "\n");
    }
}
