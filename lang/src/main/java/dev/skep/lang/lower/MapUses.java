package dev.skep.lang.lower;

import dev.skep.lang.check.Body;
import dev.skep.lang.check.MapDeclaration;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a script does with its maps, as far as it decides how they lie in the kernel. */
public final class MapUses extends TreeWalk {
    private final Map<MapSymbol, Use> uses = new IdentityHashMap<>();
    private int loops;
    /** Whether what is looked at runs when the script has ended. */
    private boolean atEnd;

    /** What is done with one map. */
    public static final class Use {
        private final MapSymbol map;
        private boolean taken;
        private boolean stored;
        private boolean deleted;
        private boolean more;

        private Use(MapSymbol map) {
            this.map = map;
        }

        /**
         * Whether it is kept in two generations: printed and cleared in one step. A map that evicts loses by itself, and gets
         * none.
         */
        public boolean isTurned() {
            MapDeclaration declared = map.scalar() ? null : map.declaration();
            return taken && !isWord() && (declared == null || !declared.kind().evicts());
        }

        /**
         * Whether its elements stay when they are deleted: it holds numbers by key, some are deleted, and nothing is done with
         * it but to assign, read, delete and ask for single ones, and to print it. In loops there would be too many ways for
         * the verifier.
         */
        public boolean isKept() {
            Type value = map.value();
            MapDeclaration declared = map.declaration();
            return stored
                    && deleted
                    && !more
                    && !taken
                    && !map.scalar()
                    && !(value instanceof Aggregate)
                    && !Lowering.isMemory(value)
                    && (declared == null || !declared.kind().evicts());
        }

        /** Whether it is one number, that user space takes by an exchange. */
        boolean isTakenAtomically() {
            return taken && isWord();
        }

        private boolean isWord() {
            return map.scalar() && map.value() instanceof Type.Int;
        }
    }

    private MapUses() {}

    /** Of all probes. */
    public static MapUses of(Typed.Script script) {
        MapUses uses = new MapUses();
        for (MapSymbol map : script.maps()) {
            uses.uses.put(map, new Use(map));
        }
        Set<Body> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        uses.walk(script, false, seen);
        uses.walk(script, true, seen);
        return uses;
    }

    private void walk(Typed.Script script, boolean end, Set<Body> seen) {
        atEnd = end;
        for (Typed.Probe probe : script.probes()) {
            if (probe.point().kind() == ProbePoint.Kind.END == end && seen.add(probe.body())) {
                walk(probe.body());
            }
        }
    }

    /** What is done with a map of the script. */
    public Use of(MapSymbol map) {
        Use use = uses.get(map);
        if (use == null) {
            throw new IllegalArgumentException("no map of the script: " + map.name());
        }
        return use;
    }

    /**
     * The index of the statement with which one is lowered as one, as {@code clear(@x)} with {@code print(@x)}; -1 if there
     * is none. Between the two only events are sent, of constants and other maps: the program goes on behind them, and they
     * tell the same if the two are one step.
     */
    public static int partner(List<Typed.Statement> statements, int index) {
        if (!isCall(statements.get(index))) {
            return -1;
        }
        Typed.Call first = call(statements.get(index));
        for (int i = index + 1; i < statements.size() && isCall(statements.get(i)); i++) {
            Typed.Call next = call(statements.get(i));
            if (first.function().joins(first, next)) {
                return i;
            }
            if (!next.function().onlySends() || !isUnrelated(next, first)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isUnrelated(Typed.Call call, Typed.Call first) {
        Typed.Expr one = first.arguments().isEmpty() ? null : first.arguments().getFirst();
        for (Typed.Expr argument : call.arguments()) {
            boolean other =
                    argument instanceof Typed.MapName map && one instanceof Typed.MapName own && map.map() != own.map();
            if (!other && !(argument instanceof Typed.Text) && !(argument instanceof Typed.Constant)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCall(Typed.Statement statement) {
        return statement instanceof Typed.Evaluate evaluate && evaluate.expression() instanceof Typed.Call;
    }

    /** The call that a statement is. */
    static Typed.Call call(Typed.Statement statement) {
        return (Typed.Call) ((Typed.Evaluate) statement).expression();
    }

    @Override
    void statements(List<Typed.Statement> statements) {
        for (int i = 0; i < statements.size(); i++) {
            // When the script has ended nothing is counted any more.
            if (!atEnd
                    && partner(statements, i) >= 0
                    && call(statements.get(i)).arguments().getFirst() instanceof Typed.MapName name) {
                of(name.map()).taken = true;
            }
        }
        super.statements(statements);
    }

    @Override
    public void store(Typed.Store statement) {
        single(statement.element()).stored = true;
        super.store(statement);
    }

    @Override
    public void update(Typed.Update statement) {
        of(statement.element().map()).more = true;
        super.update(statement);
    }

    @Override
    public Boolean incrementMap(Typed.IncrementMap expr) {
        of(expr.element().map()).more = true;
        return super.incrementMap(expr);
    }

    @Override
    public Boolean mapValue(Typed.MapValue expr) {
        single(expr.element());
        return super.mapValue(expr);
    }

    @Override
    public Boolean addressOf(Typed.AddressOf expr) {
        if (expr.object() instanceof Typed.MapValue value) {
            of(value.element().map()).more = true;
        }
        return super.addressOf(expr);
    }

    /** What is done with whole maps is done in user space; only when no program runs any more it may remove anything. */
    @Override
    public Boolean call(Typed.Call expr) {
        for (Typed.Expr argument : expr.arguments()) {
            if (argument instanceof Typed.MapName name
                    && !expr.function().onlyReads()
                    && !(atEnd && expr.function().clears())) {
                of(name.map()).more = true;
            }
        }
        if (expr.function().deletes() && expr.arguments().getFirst() instanceof Typed.MapValue value) {
            of(value.element().map()).deleted = true;
        }
        return super.call(expr);
    }

    private Use single(Typed.Element element) {
        Use use = of(element.map());
        use.more |= loops > 0;
        return use;
    }

    @Override
    public void forRange(Typed.ForRange statement) {
        loops++;
        super.forRange(statement);
        loops--;
    }

    @Override
    public void forMap(Typed.ForMap statement) {
        of(statement.map()).more = true;
        loops++;
        super.forMap(statement);
        loops--;
    }

    @Override
    public void whileLoop(Typed.While statement) {
        loops++;
        super.whileLoop(statement);
        loops--;
    }

    @Override
    public void unroll(Typed.Unroll statement) {
        loops++;
        super.unroll(statement);
        loops--;
    }
}
