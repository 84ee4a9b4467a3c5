package dev.skep.lang.lower;

import dev.skep.lang.check.Typed;
import dev.skep.lang.check.VariableSymbol;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round of a loop amounts to for the kernel's verifier: about how many instructions it walks, and which variables
 * are changed on some ways through the round and not on others.
 */
final class LoopShape implements Typed.StatementVisitor, Typed.ExprVisitor<Boolean> {
    private static final int SIMPLE = 2;
    private static final int HELPER = 12;
    private static final int MAP_LOOKUP = 20;
    private static final int MAP_CHANGE = 45;
    private static final int EVENT = 25;
    private static final int PER_CPU = 14;
    private static final int STACK = 40;
    private static final int USER_STACK = 80;
    private static final int EXCHANGE = 10;
    private static final int EXCHANGE_BRANCHES = 3;

    private static final int MOST_CHOICES = 6;

    /** More than any budget: sums of it do not overflow. */
    private static final int MOST = 1 << 24;

    private final int cpus;
    private final List<VariableSymbol> assigned = new ArrayList<>(2);
    private final List<VariableSymbol> wavering = new ArrayList<>(2);
    /** How many choices there are around: what comes now may not happen in each round. */
    private int choices;

    private int made;
    private long size;
    private long branches;
    private int nesting;
    private int deepest;
    private int inside;
    private int loops;
    private boolean leaves;

    private LoopShape(int cpus) {
        this.cpus = cpus;
    }

    /**
     * Looks at one round.
     *
     * @param condition what decides on each round, or null
     * @param cpus how many there may be: to read an aggregate is to go through them
     */
    static LoopShape of(Typed.@Nullable Expr condition, Typed.Block body, int cpus) {
        LoopShape shape = new LoopShape(cpus);
        if (condition != null) {
            shape.leaves = true;
            condition.accept(shape);
        }
        body.accept(shape);
        return shape;
    }

    /** About how many instructions the verifier walks for a round; loops inside whose rounds are not known count once. */
    int size() {
        return (int) Math.max(1, Math.min(MOST, size));
    }

    /** About how many branches it leaves for later on its first way through a round. */
    int branches() {
        return (int) Math.min(MOST, branches);
    }

    /** How many ways there may be through a round, as far as that is looked into. */
    int ways() {
        return 1 << Math.min(MOST_CHOICES, made);
    }

    /** How deeply loops whose rounds are not known are nested inside. */
    int depth() {
        return deepest;
    }

    /** How many loops there are that are not in another. */
    int loops() {
        return loops;
    }

    /** The variables that are not changed on all ways through a round. */
    List<VariableSymbol> wavering() {
        return leaves ? assigned : wavering;
    }

    /** All variables that are changed. */
    List<VariableSymbol> assigned() {
        return assigned;
    }

    private void assign(VariableSymbol symbol) {
        size += SIMPLE;
        if (!assigned.contains(symbol)) {
            assigned.add(symbol);
        }
        if (choices > 0 && !wavering.contains(symbol)) {
            wavering.add(symbol);
        }
    }

    private Boolean all(List<Typed.Expr> exprs) {
        for (Typed.Expr expr : exprs) {
            expr.accept(this);
        }
        return true;
    }

    private void element(Typed.Element element, int cost) {
        size += element.map().scalar() ? cost / 2 : cost;
        branches += cost == MAP_LOOKUP ? 1 : 2;
        Typed.Expr key = element.key();
        if (key != null) {
            key.accept(this);
        }
    }

    /** A number, or a few instructions for every word that is copied. */
    private void value(Type type) {
        size += SIMPLE;
        if (Lowering.isMemory(type)) {
            size += Math.min(HELPER, type.size() / 4);
        }
    }

    private void choose(Runnable part) {
        made++;
        choices++;
        part.run();
        choices--;
    }

    // -------------------------------------------------------------------------------------------------- statements

    @Override
    public void block(Typed.Block block) {
        for (Typed.Statement statement : block.statements()) {
            statement.accept(this);
        }
    }

    @Override
    public void evaluate(Typed.Evaluate statement) {
        statement.expression().accept(this);
    }

    @Override
    public void declare(Typed.Declare statement) {
        assign(statement.variable());
    }

    @Override
    public void assign(Typed.Assign statement) {
        statement.value().accept(this);
        assign(statement.variable());
    }

    @Override
    public void store(Typed.Store statement) {
        statement.value().accept(this);
        element(statement.element(), MAP_CHANGE);
    }

    @Override
    public void update(Typed.Update statement) {
        statement.value().accept(this);
        element(statement.element(), MAP_CHANGE);
        if (MapLowering.atomic(statement.operator()) == null) {
            exchange();
        }
    }

    @Override
    public void aggregate(Typed.Aggregation statement) {
        all(statement.arguments());
        element(statement.element(), MAP_CHANGE);
        size += statement.type() instanceof Aggregate.Hist ? STACK : HELPER;
        if (statement.type() instanceof Aggregate.Min || statement.type() instanceof Aggregate.Max) {
            exchange();
        }
    }

    /** An update that is tried until nobody comes in between. */
    private void exchange() {
        size += Exchange.TRIES * EXCHANGE;
        branches += Exchange.TRIES * EXCHANGE_BRANCHES;
    }

    @Override
    public void branch(Typed.If statement) {
        statement.condition().accept(this);
        branches++;
        made++;
        choices++;
        statement.then().accept(this);
        Typed.Statement otherwise = statement.otherwise();
        if (otherwise != null) {
            otherwise.accept(this);
        }
        choices--;
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        statement.from().accept(this);
        statement.to().accept(this);
        long rounds = LoopLowering.rounds(statement);
        assign(statement.variable());
        nested(statement.body(), null, rounds);
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        size += HELPER;
        nested(statement.body(), null, LoopLowering.UNKNOWN);
    }

    @Override
    public void whileLoop(Typed.While statement) {
        nested(statement.body(), statement.condition(), LoopLowering.UNKNOWN);
    }

    @Override
    public void unroll(Typed.Unroll statement) {
        nested(statement.body(), null, statement.count());
    }

    private void nested(Typed.Block body, Typed.@Nullable Expr condition, long rounds) {
        loops += inside++ == 0 ? 1 : 0;
        long before = size;
        long branchesBefore = branches;
        size = 0;
        branches = known(rounds) ? 0 : 1;
        boolean known = known(rounds);
        if (!known) {
            choices++;
            deepest = Math.max(deepest, ++nesting);
        }
        if (condition != null) {
            condition.accept(this);
        }
        body.accept(this);
        if (!known) {
            choices--;
            nesting--;
        }
        inside--;
        size = Math.min(MOST, before + all(size + SIMPLE, rounds));
        branches = Math.min(MOST, branchesBefore + all(branches, rounds));
    }

    private static boolean known(long rounds) {
        return rounds != LoopLowering.UNKNOWN;
    }

    /** What is done once, done so often. */
    private static long all(long once, long rounds) {
        return known(rounds) ? Math.min(MOST, rounds) * Math.min(MOST, once) : once;
    }

    @Override
    public void leave(Typed.Break statement) {
        leaves = true;
    }

    @Override
    public void next(Typed.Continue statement) {
        leaves = true;
    }

    @Override
    public void exit(Typed.Return statement) {
        Typed.Expr value = statement.value();
        if (value != null) {
            value.accept(this);
        }
    }

    // ------------------------------------------------------------------------------------------------- expressions

    @Override
    public Boolean constant(Typed.Constant expr) {
        return true;
    }

    @Override
    public Boolean text(Typed.Text expr) {
        value(expr.type());
        return true;
    }

    @Override
    public Boolean bool(Typed.Bool expr) {
        return true;
    }

    @Override
    public Boolean variable(Typed.Variable expr) {
        value(expr.type());
        return true;
    }

    @Override
    public Boolean mapValue(Typed.MapValue expr) {
        element(expr.element(), MAP_LOOKUP);
        value(expr.type());
        return true;
    }

    @Override
    public Boolean mapName(Typed.MapName expr) {
        return true;
    }

    @Override
    public Boolean call(Typed.Call expr) {
        boolean event = expr.type() instanceof Type.None;
        size += event ? EVENT : expr.type() instanceof Type.Stack stack ? (stack.user() ? USER_STACK : STACK) : HELPER;
        branches += 2;
        return all(expr.arguments());
    }

    @Override
    public Boolean field(Typed.Field expr) {
        value(expr.type());
        if (Lowering.isMemory(expr.type())) {
            // A string is read by a helper, which may fail.
            size += HELPER;
            branches += 2;
        }
        return true;
    }

    @Override
    public Boolean tupleElement(Typed.TupleElement expr) {
        return expr.tuple().accept(this);
    }

    @Override
    public Boolean unary(Typed.Unary expr) {
        size += SIMPLE;
        return expr.operand().accept(this);
    }

    @Override
    public Boolean incrementVariable(Typed.IncrementVariable expr) {
        assign(expr.variable());
        return true;
    }

    @Override
    public Boolean incrementMap(Typed.IncrementMap expr) {
        element(expr.element(), MAP_CHANGE);
        return true;
    }

    @Override
    public Boolean arithmetic(Typed.Arithmetic expr) {
        size += SIMPLE;
        expr.left().accept(this);
        return expr.right().accept(this);
    }

    @Override
    public Boolean compare(Typed.Compare expr) {
        size += SIMPLE;
        expr.left().accept(this);
        return expr.right().accept(this);
    }

    @Override
    public Boolean logical(Typed.Logical expr) {
        size += SIMPLE;
        branches++;
        expr.left().accept(this);
        choose(() -> expr.right().accept(this));
        return true;
    }

    @Override
    public Boolean conditional(Typed.Conditional expr) {
        branches++;
        expr.condition().accept(this);
        choose(() -> {
            expr.yes().accept(this);
            expr.no().accept(this);
        });
        return true;
    }

    @Override
    public Boolean cast(Typed.Cast expr) {
        size += SIMPLE;
        return expr.operand().accept(this);
    }

    @Override
    public Boolean tuple(Typed.Tuple expr) {
        size += SIMPLE;
        return all(expr.elements());
    }

    @Override
    public Boolean aggregateValue(Typed.AggregateValue expr) {
        size += (long) PER_CPU * cpus;
        branches += 2L * cpus;
        element(expr.aggregate().element(), MAP_LOOKUP);
        return true;
    }

    @Override
    public Boolean dereference(Typed.Dereference expr) {
        size += HELPER;
        branches++;
        return expr.pointer().accept(this);
    }

    @Override
    public Boolean structMember(Typed.StructMember expr) {
        size += SIMPLE;
        return expr.object().accept(this);
    }

    @Override
    public Boolean index(Typed.Index expr) {
        size += SIMPLE;
        branches++;
        expr.array().accept(this);
        return expr.index().accept(this);
    }

    @Override
    public Boolean addressOf(Typed.AddressOf expr) {
        return expr.object().accept(this);
    }

    @Override
    public Boolean blockValue(Typed.BlockValue expr) {
        for (Typed.Statement statement : expr.statements()) {
            statement.accept(this);
        }
        return expr.value().accept(this);
    }
}
