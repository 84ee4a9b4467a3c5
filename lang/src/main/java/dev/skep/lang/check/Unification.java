package dev.skep.lang.check;

import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smallest type that holds the values of two. */
public final class Unification {
    private Unification() {}

    /**
     * The smallest type for both, or null if there is none. Integers widen: of different signs to a signed one that holds
     * both, with uint64 to int64. Of strings the longer capacity holds both, tuples go element by element.
     */
    public static @Nullable Type unify(Type a, Type b) {
        if (a instanceof Type.Unknown) {
            return b;
        }
        if (b instanceof Type.Unknown || a.is(b)) {
            return a;
        }
        if (a instanceof Type.Int left && b instanceof Type.Int right) {
            return integers(left, right);
        }
        if (a instanceof Type.Str left && b instanceof Type.Str right) {
            return left.capacity() >= right.capacity() ? left : right;
        }
        if (a instanceof Type.Pointer left && b instanceof Type.Pointer right) {
            return left.space() == right.space() ? new Type.Pointer(Type.Void.VOID, left.space()) : null;
        }
        if (a instanceof Type.Tuple left && b instanceof Type.Tuple right) {
            return tuples(left, right);
        }
        return aggregates(a, b);
    }

    private static Type.Int integers(Type.Int a, Type.Int b) {
        if (a.signed() == b.signed()) {
            return a.bits() >= b.bits() ? a : b;
        }
        Type.Int unsigned = a.signed() ? b : a;
        Type.Int signed = a.signed() ? a : b;
        return Type.Int.of(Math.min(64, Math.max(unsigned.bits() * 2, signed.bits())), true);
    }

    private static @Nullable Type tuples(Type.Tuple a, Type.Tuple b) {
        if (a.elements().size() != b.elements().size() || !a.names().equals(b.names())) {
            return null;
        }
        List<Type> elements = new ArrayList<>(a.elements().size());
        for (int i = 0; i < a.elements().size(); i++) {
            Type element = unify(a.elements().get(i), b.elements().get(i));
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return a.withElements(elements);
    }

    /** The same function on signed and on unsigned numbers: then all are signed. */
    private static @Nullable Type aggregates(Type a, Type b) {
        if (a instanceof Aggregate.Sum && b instanceof Aggregate.Sum) {
            return new Aggregate.Sum(true);
        }
        if (a instanceof Aggregate.Min && b instanceof Aggregate.Min) {
            return new Aggregate.Min(true);
        }
        if (a instanceof Aggregate.Max && b instanceof Aggregate.Max) {
            return new Aggregate.Max(true);
        }
        if (a instanceof Aggregate.Avg && b instanceof Aggregate.Avg) {
            return new Aggregate.Avg(true);
        }
        return null;
    }

    /** The type that a map's value has for a type that is assigned to it: integers take 64 bits. */
    static Type stored(Type assigned) {
        return assigned instanceof Type.Int integer ? Type.Int.of(64, integer.signed()) : assigned;
    }
}
