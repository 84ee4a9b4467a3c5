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
import static dev.skep.lang.check.Trees.increment;
import static dev.skep.lang.check.Trees.leave;
import static dev.skep.lang.check.Trees.less;
import static dev.skep.lang.check.Trees.loop;
import static dev.skep.lang.check.Trees.map;
import static dev.skep.lang.check.Trees.next;
import static dev.skep.lang.check.Trees.number;
import static dev.skep.lang.check.Trees.of;
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
        cases.put("million rounds", sum(of(1_000_000), 1_000_000));
        cases.put("million unknown rounds", sum(add(of(1_000_000), zero()), 1_000_000));
        for (long rounds : new long[] {0, 1, 10, 100, 1000}) {
            cases.put("sum of " + rounds, sum(of(rounds), rounds));
            cases.put("sum of unknown " + rounds, sum(add(of(rounds), zero()), rounds));
        }
        cases.put("from above to below", sum(add(zero(), of(-5)), 0));
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
                        assign(sum, of(0)),
                        range(i, of(0), rounds, assign(sum, add(of(sum), of(i)))),
                        store(result, of(sum))),
                "@sum: " + total + "\n");
    }

    private static Case breaks(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, of(0)),
                        range(
                                i,
                                of(0),
                                of(rounds),
                                choose(compare(BinaryOperator.EQUAL, of(i), of(rounds / 2)), leave(), null),
                                increment(n)),
                        choose(compare(BinaryOperator.GREATER, of(n), of(1)), assign(n, add(of(n), of(1000))), null),
                        store(result, of(n))),
                "@n: " + (rounds / 2 + 1000) + "\n");
    }

    private static Case continues(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, of(0)),
                        range(
                                i,
                                of(0),
                                of(rounds),
                                choose(
                                        compare(
                                                BinaryOperator.EQUAL,
                                                arithmetic(BinaryOperator.MODULO, of(i), of(2)),
                                                of(0)),
                                        next(),
                                        null),
                                increment(n)),
                        store(result, of(n))),
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
                                of(0),
                                of(rounds),
                                store(result, of(i)),
                                choose(compare(BinaryOperator.EQUAL, of(i), of(rounds - 2)), exit(), null)),
                        store(after, of(1))),
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
                                of(0),
                                of(rounds),
                                range(
                                        j,
                                        of(0),
                                        of(rounds),
                                        store(result, add(of(i), of(j))),
                                        choose(
                                                compare(BinaryOperator.EQUAL, add(of(i), of(j)), of(rounds)),
                                                exit(),
                                                null))),
                        store(after, of(1))),
                "@n: " + rounds + "\n");
    }

    private static Case whiles(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol n = number("n");
        return new Case(
                script(
                        List.of(result),
                        assign(n, of(0)),
                        loop(less(of(n), of(rounds)), increment(n)),
                        store(result, of(n))),
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
                        assign(n, of(0)),
                        range(i, of(0), of(rounds), range(j, of(0), of(rounds), increment(n))),
                        store(result, of(n))),
                "@n: " + rounds * rounds + "\n");
    }

    private static Case strings(long rounds) {
        Type.Str type = new Type.Str(16);
        MapSymbol result = map("@s", List.of(), type);
        MapSymbol same = scalar("@same");
        VariableSymbol i = number("i");
        VariableSymbol text = symbol("s", type);
        VariableSymbol n = number("n");
        Typed.Expr last = compare(BinaryOperator.EQUAL, of(i), of(rounds - 1));
        return new Case(
                script(
                        List.of(result, same),
                        declare(text),
                        assign(n, of(0)),
                        range(
                                i,
                                of(0),
                                of(rounds),
                                choose(compare(BinaryOperator.EQUAL, of(text), call("comm", type)), increment(n), null),
                                choose(
                                        last,
                                        assign(text, call("probe", new Type.Str(6))),
                                        assign(text, call("comm", type)))),
                        store(result, of(text)),
                        store(same, of(n))),
                "@s: begin\n@same: " + (rounds - 1) + "\n");
    }

    /** Each round changes several numbers or not: to follow them all takes two times as long for every round. */
    private static Case choices(long rounds) {
        MapSymbol result = scalar("@n");
        VariableSymbol i = number("i");
        List<Typed.Statement> start = new ArrayList<>();
        List<Typed.Statement> body = new ArrayList<>();
        Typed.Expr total = of(0);
        for (int k = 0; k < 4; k++) {
            VariableSymbol n = number("n" + k);
            start.add(assign(n, of(0)));
            body.add(choose(
                    compare(
                            BinaryOperator.EQUAL,
                            arithmetic(BinaryOperator.AND, add(of(i), zero()), of(1L << k)),
                            of(0)),
                    increment(n),
                    null));
            body.add(choose(compare(BinaryOperator.GREATER, of(n), of(1_000_000)), leave(), null));
            total = add(total, of(n));
        }
        start.add(range(i, of(0), of(rounds), body.toArray(Typed.Statement[]::new)));
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
                                of(500),
                                new Typed.Update(Trees.element(result), BinaryOperator.ADD, of(3), Trees.SPAN))),
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
                        assign(n, of(7)),
                        assign(text, call("probe", new Type.Str(6))),
                        range(i, zero(), zero(), assign(n, of(5)), declare(text)),
                        choose(
                                compare(BinaryOperator.EQUAL, of(n), of(5)),
                                store(result, of(-1)),
                                store(result, of(n))),
                        store(name, of(text))),
                "@n: 7\n@s: begin\n");
    }

    private static Case unrolled(int count) {
        MapSymbol result = scalar("@n");
        VariableSymbol n = number("n");
        VariableSymbol i = number("i");
        return new Case(
                script(
                        List.of(result),
                        assign(n, of(0)),
                        range(
                                i,
                                of(0),
                                of(10),
                                unroll(
                                        count,
                                        choose(compare(BinaryOperator.EQUAL, of(n), of(count + 1)), leave(), null),
                                        increment(n))),
                        store(result, of(n))),
                "@n: " + (count + 1) + "\n");
    }

    private static VariableSymbol pair(String name, Type key, Type value) {
        return symbol(name, new Type.Tuple(List.of(key, value)));
    }

    private static Typed.Expr part(VariableSymbol pair, int index) {
        return new Typed.TupleElement(of(pair), index, Trees.SPAN);
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
                                of(0),
                                of(100),
                                store(
                                        items,
                                        arithmetic(BinaryOperator.MULTIPLY, of(i), of(3)),
                                        of(i),
                                        call("comm", name))),
                        assign(n, of(0)),
                        each(
                                kv,
                                items,
                                assign(n, add(of(n), part(kv, 1))),
                                assign(n, add(of(n), new Typed.TupleElement(part(kv, 0), 0, Trees.SPAN))),
                                choose(
                                        compare(
                                                BinaryOperator.NOT_EQUAL,
                                                new Typed.TupleElement(part(kv, 0), 1, Trees.SPAN),
                                                call("comm", name)),
                                        assign(n, of(0)),
                                        null)),
                        range(
                                i,
                                of(0),
                                of(100),
                                evaluate(call("delete", Type.Bool.BOOL, value(items, of(i), call("comm", name))))),
                        store(result, of(n))),
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
                        range(i, of(0), of(1000), store(items, of(i), of(i))),
                        assign(n, of(0)),
                        each(
                                kv,
                                items,
                                evaluate(call("delete", Type.Bool.BOOL, value(items, part(kv, 0)))),
                                assign(n, add(of(n), part(kv, 1)))),
                        store(result, of(n))),
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
            Typed.Expr number = signed ? arithmetic(BinaryOperator.SUBTRACT, of(10), of(i)) : add(of(i), of(3));
            statements.add(range(
                    i,
                    of(0),
                    of(21),
                    aggregate(own, type.function(), List.of(number)),
                    aggregate(keyed, type.function(), List.of(number), of(i))));
            statements.add(store(result, new Typed.AggregateValue(value(own), INT64), of(at)));
            statements.add(store(result, new Typed.AggregateValue(value(keyed, of(4)), INT64), of(100 + at)));
            statements.add(store(result, new Typed.AggregateValue(value(keyed, of(99)), INT64), of(200 + at)));
            statements.add(
                    new Typed.Evaluate(call("clear", Type.None.NONE, new Typed.MapName(own, Trees.SPAN)), Trees.SPAN));
            at++;
        }
        maps.add(result);
        return new Case(
                script(maps, statements.toArray(Typed.Statement[]::new)),
                "@r[0]: 0\n@r[1]: -10\n@r[2]: 10\n@r[3]: 0\n@r[4]: 3\n@r[5]: 23\n@r[6]: 13\n"
                        + "@r[100]: 6\n@r[101]: 6\n@r[102]: 6\n@r[103]: 6\n@r[104]: 7\n@r[105]: 7\n@r[106]: 7\n"
                        + "@r[200]: 0\n@r[201]: 0\n@r[202]: 0\n@r[203]: 0\n@r[204]: 0\n@r[205]: 0\n@r[206]: 0\n");
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
                        assign(n, of(0)),
                        range(
                                a,
                                zero(),
                                of(20),
                                range(
                                        b,
                                        zero(),
                                        of(20),
                                        loop(
                                                less(of(n), of(100_000)),
                                                increment(n),
                                                choose(
                                                        compare(
                                                                BinaryOperator.EQUAL,
                                                                arithmetic(BinaryOperator.MODULO, of(n), of(7)),
                                                                of(0)),
                                                        leave(),
                                                        null)),
                                        assign(c, add(of(a), of(b))),
                                        choose(
                                                compare(BinaryOperator.EQUAL, of(c), of(38)),
                                                assign(n, add(of(n), of(1_000_000))),
                                                null))),
                        store(result, of(n))),
                "@n: " + (1_000_000 + 7 * 400) + "\n");
    }
}
