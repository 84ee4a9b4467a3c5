package dev.skep.lang.check;

import dev.skep.lang.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scratch variables of one body, by lexical scope. The symbols stay from one walk over the script to the next, with
 * the types that they have: a declaration is known by its place in the tree.
 */
final class Variables {
    private final Map<Ast.Variable, VariableSymbol> declared = new IdentityHashMap<>();
    private final Map<Ast.Expr, VariableSymbol> temporaries = new IdentityHashMap<>();
    private final Map<Ast.Comptime, Boolean> decisions = new IdentityHashMap<>();
    private final List<Map<String, VariableSymbol>> scopes = new ArrayList<>();
    private final Set<String> reported = new HashSet<>();

    void enter() {
        scopes.add(new HashMap<>(4));
    }

    void leave() {
        scopes.removeLast();
    }

    /** The variable of a name that is in sight here, or null. */
    @Nullable
    VariableSymbol find(String name) {
        for (int i = scopes.size() - 1; i >= 0; i--) {
            VariableSymbol variable = scopes.get(i).get(name);
            if (variable != null) {
                return variable;
            }
        }
        return null;
    }

    /** The variable that this place in the tree declares, in sight from here to the end of the innermost scope. */
    VariableSymbol declare(Ast.Variable place) {
        VariableSymbol variable = declared.computeIfAbsent(place, at -> new VariableSymbol(at.name()));
        scopes.getLast().put(place.name(), variable);
        return variable;
    }

    /** A variable without a name, for a value that an expression needs twice. */
    VariableSymbol temporary(Ast.Expr place) {
        return temporaries.computeIfAbsent(place, at -> new VariableSymbol(""));
    }

    /** Which branch of an {@code if comptime} is taken, once that is decided; else null. */
    @Nullable
    Boolean decision(Ast.Comptime condition) {
        return decisions.get(condition);
    }

    void decide(Ast.Comptime condition, boolean holds) {
        decisions.put(condition, holds);
    }

    /** Whether this is the first error of its kind for a name: one use shows what is wrong with all. */
    boolean reportOnce(String name) {
        return reported.add(name);
    }

    /** A walk over the body begins. */
    void begin() {
        scopes.clear();
        reported.clear();
    }

    /** The names in sight, for hints. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Map<String, VariableSymbol> scope : scopes) {
            names.addAll(scope.keySet());
        }
        return names;
    }
}
