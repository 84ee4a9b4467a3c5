package dev.skep.lang.optimise;

import dev.skep.lang.ir.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The values that a register may have: between two signed and between two unsigned bounds, with ones only among the {@code
 * possible} bits. Each says something that the others do not; what follows from one for another is drawn when a range is
 * made. Immutable.
 */
final class Range {
    static final Range FULL = new Range(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, -1);
    static final Range NOT_ZERO = new Range(Long.MIN_VALUE, Long.MAX_VALUE, 1, -1, -1);
    static final Range TRUTH = new Range(0, 1, 0, 1, 1);
    static final Range ZERO = new Range(0, 0, 0, 0, 0);

    private final long least;
    private final long most;
    private final long leastUnsigned;
    private final long mostUnsigned;
    private final long possible;

    private Range(long least, long most, long leastUnsigned, long mostUnsigned, long possible) {
        this.least = least;
        this.most = most;
        this.leastUnsigned = leastUnsigned;
        this.mostUnsigned = mostUnsigned;
        this.possible = possible;
    }

    static Range constant(long value) {
        return value == 0 ? ZERO : new Range(value, value, value, value, value);
    }

    static Range signed(long least, long most) {
        return of(least, most, 0, -1, -1);
    }

    static Range unsigned(long least, long most) {
        return of(Long.MIN_VALUE, Long.MAX_VALUE, least, most, -1);
    }

    /** The numbers of so many bits, from 1 to 64. */
    static Range ofBits(int bits) {
        return bits == 64 ? FULL : unsigned(0, -1L >>> (64 - bits));
    }

    /** The numbers that all five bounds allow; {@link #FULL} if there are none, which only code that never runs says. */
    static Range of(long least, long most, long leastUnsigned, long mostUnsigned, long possible) {
        Range range = drawn(least, most, leastUnsigned, mostUnsigned, possible);
        return range == null ? FULL : range;
    }

    private static @Nullable Range drawn(long s, long t, long u, long v, long possible) {
        long least = s;
        long most = t;
        long low = u;
        long high = minUnsigned(v, possible);
        for (int i = 0; i < 2; i++) {
            // Where the sign is known, signed and unsigned order agree.
            if (least >= 0 || most < 0) {
                low = maxUnsigned(low, least);
                high = minUnsigned(high, most);
            }
            if (low < 0 == high < 0) {
                least = Math.max(least, low);
                most = Math.min(most, high);
            }
        }
        if (least > most || Long.compareUnsigned(low, high) > 0) {
            return null;
        }
        long bits = high == 0 ? 0 : possible & -1L >>> Long.numberOfLeadingZeros(high);
        return new Range(least, most, low, high, bits);
    }

    static long minUnsigned(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? one : other;
    }

    static long maxUnsigned(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }

    long leastUnsigned() {
        return leastUnsigned;
    }

    long mostUnsigned() {
        return mostUnsigned;
    }

    /** The bits that may be 1. */
    long possible() {
        return possible;
    }

    boolean isConstant() {
        return leastUnsigned == mostUnsigned || least == most;
    }

    /** The one value of a {@linkplain #isConstant constant}. */
    long constant() {
        return least == most ? least : leastUnsigned;
    }

    boolean isPositive() {
        return least >= 0;
    }

    /** What may be in one or the other. */
    Range union(Range other) {
        if (this == other) {
            return this;
        }
        return of(
                Math.min(least, other.least),
                Math.max(most, other.most),
                minUnsigned(leastUnsigned, other.leastUnsigned),
                maxUnsigned(mostUnsigned, other.mostUnsigned),
                possible | other.possible);
    }

    /** What is in both; this range if nothing is. */
    private Range intersect(long low, long high, long lowUnsigned, long highUnsigned, long bits) {
        Range range = drawn(
                Math.max(least, low),
                Math.min(most, high),
                maxUnsigned(leastUnsigned, lowUnsigned),
                minUnsigned(mostUnsigned, highUnsigned),
                possible & bits);
        return range == null ? this : range;
    }

    /** What remains of this range where {@code this condition other} holds. */
    Range where(Condition condition, Range other) {
        long min = Long.MIN_VALUE;
        long max = Long.MAX_VALUE;
        return switch (condition) {
            case EQ -> intersect(other.least, other.most, other.leastUnsigned, other.mostUnsigned, other.possible);
            case NE -> other.isConstant() ? without(other.constant()) : this;
            case ULT -> other.mostUnsigned == 0 ? this : intersect(min, max, 0, other.mostUnsigned - 1, -1);
            case ULE -> intersect(min, max, 0, other.mostUnsigned, -1);
            case UGT -> other.leastUnsigned == -1 ? this : intersect(min, max, other.leastUnsigned + 1, -1, -1);
            case UGE -> intersect(min, max, other.leastUnsigned, -1, -1);
            case SLT -> other.most == min ? this : intersect(min, other.most - 1, 0, -1, -1);
            case SLE -> intersect(min, other.most, 0, -1, -1);
            case SGT -> other.least == max ? this : intersect(other.least + 1, max, 0, -1, -1);
            case SGE -> intersect(other.least, max, 0, -1, -1);
        };
    }

    private Range without(long value) {
        if (isConstant()) {
            return this;
        }
        return of(
                least == value ? least + 1 : least,
                most == value ? most - 1 : most,
                leastUnsigned == value ? leastUnsigned + 1 : leastUnsigned,
                mostUnsigned == value ? mostUnsigned - 1 : mostUnsigned,
                possible);
    }

    /** Whether {@code this condition other} holds for all values, or for none: true, false, or null. */
    @Nullable
    Boolean test(Condition condition, Range other) {
        return switch (condition) {
            case EQ -> isDisjoint(other) ? Boolean.FALSE : isSame(other) ? Boolean.TRUE : null;
            case NE -> isDisjoint(other) ? Boolean.TRUE : isSame(other) ? Boolean.FALSE : null;
            case ULT -> below(mostUnsigned, other.leastUnsigned, leastUnsigned, other.mostUnsigned);
            case UGE -> not(below(mostUnsigned, other.leastUnsigned, leastUnsigned, other.mostUnsigned));
            case UGT -> other.test(Condition.ULT, this);
            case ULE -> not(other.test(Condition.ULT, this));
            case SLT -> most < other.least ? Boolean.TRUE : least >= other.most ? Boolean.FALSE : null;
            case SGE -> not(test(Condition.SLT, other));
            case SGT -> other.test(Condition.SLT, this);
            case SLE -> not(other.test(Condition.SLT, this));
        };
    }

    private static @Nullable Boolean below(long most, long otherLeast, long least, long otherMost) {
        if (Long.compareUnsigned(most, otherLeast) < 0) {
            return Boolean.TRUE;
        }
        return Long.compareUnsigned(least, otherMost) >= 0 ? Boolean.FALSE : null;
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : !value;
    }

    private boolean isSame(Range other) {
        return isConstant() && other.isConstant() && constant() == other.constant();
    }

    private boolean isDisjoint(Range other) {
        return Long.compareUnsigned(mostUnsigned, other.leastUnsigned) < 0
                || Long.compareUnsigned(leastUnsigned, other.mostUnsigned) > 0
                || most < other.least
                || least > other.most
                || other.isConstant() && (other.constant() & ~possible) != 0
                || isConstant() && (constant() & ~other.possible) != 0;
    }

    @Override
    public String toString() {
        return least + ".." + most + ", unsigned " + Long.toUnsignedString(leastUnsigned) + ".."
                + Long.toUnsignedString(mostUnsigned) + ", bits " + Long.toHexString(possible);
    }
}
