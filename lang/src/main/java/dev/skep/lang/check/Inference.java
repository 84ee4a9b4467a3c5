package dev.skep.lang.check;

import dev.skep.bpf.btf.EnumConstant;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.KernelTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the script's maps while its types are inferred. The whole script is walked again until a walk changes
 * no type that it has read before: a map may be read further up than it is assigned.
 */
final class Inference {
    private final Map<String, MapSymbol> maps = new TreeMap<>();
    private final Map<String, Optional<EnumConstant>> constants = new HashMap<>();
    private final Map<Ast.Call, Ast.Expr> expansions = new IdentityHashMap<>();
    private boolean again;
    private boolean deciding;
    private boolean undecided;
    private boolean settled;
    private final Set<MapSymbol> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The map of a name, known from here on. */
    MapSymbol map(String name) {
        return maps.computeIfAbsent(name, MapSymbol::new);
    }

    /** The kernel's constant of a name, or null; looked for once, since that takes long. */
    @Nullable
    EnumConstant constant(String name, KernelTypes types) {
        return constants
                .computeIfAbsent(name, wanted -> Optional.ofNullable(types.constant(wanted)))
                .orElse(null);
    }

    /** What a call is short for, the same in every walk: variables are known by where they stand. */
    Ast.Expr expansion(Ast.Call call, Function<Ast.Call, Ast.Expr> rule) {
        return expansions.computeIfAbsent(call, rule);
    }

    /** All maps, in order of name. */
    List<MapSymbol> maps() {
        return List.copyOf(maps.values());
    }

    /** All maps but those that are only declared, in order of name. */
    List<MapSymbol> usedMaps() {
        List<MapSymbol> used = new ArrayList<>(maps.values());
        used.removeIf(map -> !map.used());
        return used;
    }

    /** A type changed that was read before: what was made of it is void. */
    void again() {
        again = true;
    }

    /**
     * Whether a condition of {@code if comptime} that is not decided yet can be, in this walk.
     *
     * @param failed whether there was an error in it: then waiting helps only if something else is decided
     */
    boolean mayDecide(boolean failed) {
        undecided |= !failed;
        return deciding || settled;
    }

    /** No type changes any more: whether there is a walk to come that decides something. */
    boolean takeUndecided() {
        boolean was = undecided && !deciding;
        deciding = was;
        undecided = false;
        return was;
    }

    /** All types are final: the walk that begins now reports to the user. */
    void settle() {
        settled = true;
        reported.clear();
    }

    /** Whether all types are final; before, it is not worth the while to look for hints. */
    boolean settled() {
        return settled;
    }

    /**
     * Whether an error is the first for a map that nothing is known of in this walk: one shows what is wrong with all its
     * uses. An assignment of what an error was reported for counts as one.
     */
    boolean reportOnce(MapSymbol map) {
        return reported.add(map);
    }

    /** Whether the walk that ends now was void; the next one begins. */
    boolean takeAgain() {
        boolean was = again;
        again = false;
        deciding &= !was;
        reported.clear();
        return was;
    }
}
