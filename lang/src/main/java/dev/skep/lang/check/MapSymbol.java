package dev.skep.lang.check;

import dev.skep.lang.source.Span;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map of the script: what its uses in all bodies have in common. Compared by identity. Its types settle while the script
 * is checked and are final in the typed tree.
 */
public final class MapSymbol {
    private final String name;
    private @Nullable MapDeclaration declaration;
    private @Nullable List<Type> keys;
    private Type value = Type.Unknown.UNKNOWN;
    private @Nullable Span firstUse;
    private boolean keysRead;
    private boolean valueRead;

    MapSymbol(String name) {
        this.name = name;
    }

    /** With the {@code @}. */
    public String name() {
        return name;
    }

    /** How the script declares it, or null. */
    public @Nullable MapDeclaration declaration() {
        return declaration;
    }

    void declare(MapDeclaration written) {
        declaration = written;
    }

    /** The types of its keys; none for a scalar map. */
    public List<Type> keys() {
        return keys == null ? List.of() : keys;
    }

    /** The type of its value; of integers always one of 64 bits, so that they are updated atomically. */
    public Type value() {
        return value;
    }

    /** Whether it has no keys. */
    public boolean scalar() {
        return keys().isEmpty();
    }

    /** Whether its values exist once per CPU. */
    public boolean aggregated() {
        return value instanceof Aggregate;
    }

    /** Whether any use said if it has keys. */
    boolean used() {
        return keys != null;
    }

    /** The use that gave it its keys, or null. */
    @Nullable
    Span firstUse() {
        return firstUse;
    }

    /** Whether any use gave it a value. */
    boolean assigned() {
        return !(value instanceof Type.Unknown);
    }

    /** Takes the keys of a use in; false if they do not go with the ones before. */
    boolean widenKeys(List<Type> used, Span span, Inference inference) {
        if (keys == null) {
            keys = List.copyOf(used);
            firstUse = span;
            if (keysRead) {
                inference.again();
            }
            return true;
        }
        if (keys.size() != used.size()) {
            return false;
        }
        List<Type> both = new ArrayList<>(used.size());
        boolean changed = false;
        for (int i = 0; i < used.size(); i++) {
            Type key = Unification.unify(keys.get(i), used.get(i));
            if (key == null) {
                return false;
            }
            changed |= !Unification.same(key, keys.get(i));
            both.add(key);
        }
        if (changed) {
            keys = List.copyOf(both);
            firstUse = span;
            if (keysRead) {
                inference.again();
            }
        }
        return true;
    }

    /** Takes an assigned value in; false if it does not go with the ones before. */
    boolean widenValue(Type assigned, Inference inference) {
        Type both = Unification.unify(value, Unification.stored(assigned));
        if (both == null) {
            return false;
        }
        if (!Unification.same(both, value)) {
            value = both;
            if (valueRead) {
                inference.again();
            }
        }
        return true;
    }

    /** Its value is read by an expression whose type depends on it. */
    void readValue() {
        valueRead = true;
    }

    /** What is made of a use depends on the types of its keys. */
    void readKeys() {
        keysRead = true;
    }
}
