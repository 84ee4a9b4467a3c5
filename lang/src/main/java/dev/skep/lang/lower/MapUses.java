package dev.skep.lang.lower;

import dev.skep.lang.check.Body;
import dev.skep.lang.check.MapDeclaration;
import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.type.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a script does with its maps, as far as it decides how they lie in the kernel. */
public final class MapUses extends TreeWalk {
    private final Map<MapSymbol, Use> uses = new IdentityHashMap<>();

    /** What is done with one map. */
    public static final class Use {
        private final MapSymbol map;
        private boolean taken;

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
        for (Typed.Probe probe : script.probes()) {
            if (seen.add(probe.body())) {
                uses.walk(probe.body());
            }
        }
        return uses;
    }

    /** What is done with a map of the script. */
    public Use of(MapSymbol map) {
        Use use = uses.get(map);
        if (use == null) {
            throw new IllegalArgumentException("no map of the script: " + map.name());
        }
        return use;
    }

    /** Whether a statement and the one behind it are two calls that are lowered as one. */
    static boolean joined(List<Typed.Statement> statements, int index) {
        if (index + 1 >= statements.size() || !isCall(statements.get(index)) || !isCall(statements.get(index + 1))) {
            return false;
        }
        Typed.Call first = call(statements.get(index));
        return first.function().joins(first, call(statements.get(index + 1)));
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
            if (joined(statements, i) && call(statements.get(i)).arguments().getFirst() instanceof Typed.MapName name) {
                of(name.map()).taken = true;
            }
        }
        super.statements(statements);
    }
}
