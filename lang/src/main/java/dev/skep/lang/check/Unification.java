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
     * both, with uint64 to int64; a literal takes the other's sign. Of strings and buffers the longer capacity holds both;
     * tuples go element by element; pointers to different numbers, or to a number and to nothing known, point to void.
     */
    public static @Nullable Type unify(Type a, Type b) {
        if (a instanceof Type.Unknown) {
            return b;
        }
        if (b instanceof Type.Unknown) {
            return a;
        }
        if (a instanceof Type.Int left && b instanceof Type.Int right) {
            return integers(left, right);
        }
        if (a instanceof Type.Tuple left && b instanceof Type.Tuple right) {
            return tuples(left, right);
        }
        if (same(a, b)) {
            return a;
        }
        if (a instanceof Type.Enum left) {
            return unify(left.integer(), b);
        }
        if (b instanceof Type.Enum right) {
            return unify(a, right.integer());
        }
        if (a instanceof Type.Str left && b instanceof Type.Str right) {
            return left.capacity() >= right.capacity() ? left : right;
        }
        if (a instanceof Type.Buffer left && b instanceof Type.Buffer right) {
            return left.capacity() >= right.capacity() ? left : right;
        }
        if (a instanceof Type.Pointer left && b instanceof Type.Pointer right) {
            return pointers(left, right);
        }
        return aggregates(a, b);
    }

    private static Type.@Nullable Pointer pointers(Type.Pointer a, Type.Pointer b) {
        return a.space() == b.space() && isPlain(a.target()) && isPlain(b.target())
                ? new Type.Pointer(Type.Void.VOID, a.space())
                : null;
    }

    private static boolean isPlain(Type target) {
        return target instanceof Type.Int || target instanceof Type.Void;
    }

    private static Type.Int integers(Type.Int a, Type.Int b) {
        if (a.natural() && b.natural()) {
            return a.bits() >= b.bits() ? a : b;
        }
        if (a.signed() == b.signed()) {
            return Type.Int.of(Math.max(a.bits(), b.bits()), a.signed());
        }
        Type.Int unsigned = a.signed() ? b : a;
        Type.Int signed = a.signed() ? a : b;
        return signed.natural()
                ? Type.Int.of(Math.max(unsigned.bits(), signed.bits()), false)
                : Type.Int.of(Math.min(64, Math.max(unsigned.bits() * 2, signed.bits())), true);
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
        if (a instanceof Aggregate.Stats && b instanceof Aggregate.Stats) {
            return new Aggregate.Stats(true);
        }
        return null;
    }

    /**
     * Whether two types are one, also in what their names do not tell: whether numbers are natural, where pointers point
     * into, which of the structs without a name it is.
     */
    static boolean same(Type a, Type b) {
        if (a == b) {
            return true;
        }
        if (a instanceof Type.Int left && b instanceof Type.Int right) {
            return left.bits() == right.bits() && left.signed() == right.signed() && left.natural() == right.natural();
        }
        if (a instanceof Type.Tuple left && b instanceof Type.Tuple right) {
            return a.is(b) && same(left.elements(), right.elements());
        }
        if (a instanceof Type.Pointer left && b instanceof Type.Pointer right) {
            return left.space() == right.space() && same(left.target(), right.target());
        }
        if (a instanceof Type.Struct left
                && b instanceof Type.Struct right
                && left.name().indexOf(' ') < 0) {
            return left.name().equals(right.name()) && left.layout().equals(right.layout());
        }
        return a.is(b);
    }

    static boolean same(List<Type> a, List<Type> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The type that a map's value has for a type that is assigned to it: integers take 64 bits. */
    static Type stored(Type assigned) {
        return assigned instanceof Type.Int integer ? integer.withBits(64) : assigned;
    }

    /** Whether numbers above 2^63 become negative ones when a value goes where the other type is. */
    static boolean losesSign(Type from, Type to) {
        if (from instanceof Type.Int a && to instanceof Type.Int b) {
            return !a.signed() && a.bits() == 64 && b.signed();
        }
        if (from instanceof Type.Tuple a && to instanceof Type.Tuple b) {
            for (int i = 0; i < a.elements().size(); i++) {
                if (losesSign(a.elements().get(i), b.elements().get(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
