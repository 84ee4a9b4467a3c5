package dev.skep.lang.optimise;

import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.Reg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What branches have told of two registers beside each other. Two numbers are equal, or one of them is less in the unsigned
 * and one in the signed order: five cases, of which each condition holds in some.
 */
final class KnownOrders {
    private static final int EQUAL = 1;
    private static final int BELOW_LESS = 2;
    private static final int BELOW_GREATER = 4;
    private static final int ABOVE_LESS = 8;
    private static final int ABOVE_GREATER = 16;
    private static final int ALL = 31;

    private final Map<Long, Integer> cases = new HashMap<>();
    /** What to put back: pairs, and the cases before. */
    private final List<Long> changed = new ArrayList<>();

    private final List<Integer> before = new ArrayList<>();

    private static int cases(Condition condition) {
        return switch (condition) {
            case EQ -> EQUAL;
            case NE -> ALL - EQUAL;
            case ULT -> BELOW_LESS | BELOW_GREATER;
            case ULE -> BELOW_LESS | BELOW_GREATER | EQUAL;
            case UGT -> ABOVE_LESS | ABOVE_GREATER;
            case UGE -> ABOVE_LESS | ABOVE_GREATER | EQUAL;
            case SLT -> BELOW_LESS | ABOVE_LESS;
            case SLE -> BELOW_LESS | ABOVE_LESS | EQUAL;
            case SGT -> BELOW_GREATER | ABOVE_GREATER;
            case SGE -> BELOW_GREATER | ABOVE_GREATER | EQUAL;
        };
    }

    private static long pair(Reg left, Reg right) {
        return (long) Math.min(left.id(), right.id()) << 32 | Math.max(left.id(), right.id());
    }

    private static Condition inOrder(Condition condition, Reg left, Reg right) {
        return left.id() < right.id() ? condition : condition.swapped();
    }

    /** How much is known: to be given to {@link #forget}. */
    int mark() {
        return changed.size();
    }

    void learn(Condition condition, Reg left, Reg right) {
        long pair = pair(left, right);
        int known = cases.getOrDefault(pair, ALL);
        changed.add(pair);
        before.add(known);
        cases.put(pair, known & cases(inOrder(condition, left, right)));
    }

    /** Forgets what was learnt since the mark. */
    void forget(int mark) {
        while (changed.size() > mark) {
            cases.put(changed.removeLast(), before.removeLast());
        }
    }

    /** Whether the condition holds, if that is known. */
    @Nullable
    Boolean test(Condition condition, Reg left, Reg right) {
        if (changed.isEmpty()) {
            return null;
        }
        int known = cases.getOrDefault(pair(left, right), ALL);
        int asked = cases(inOrder(condition, left, right));
        if ((known & ~asked) == 0) {
            return Boolean.TRUE;
        }
        return (known & asked) == 0 ? Boolean.FALSE : null;
    }
}
