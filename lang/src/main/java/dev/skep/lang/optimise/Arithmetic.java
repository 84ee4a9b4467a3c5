package dev.skep.lang.optimise;

import static java.lang.Long.compareUnsigned;
import static java.lang.Long.numberOfLeadingZeros;
import static java.lang.Long.numberOfTrailingZeros;

import dev.skep.lang.ir.BinaryOp;

/** The range of an operation's results, from those of its operands. */
final class Arithmetic {
    private static final long SMALL = 0xffff_ffffL;

    private Arithmetic() {}

    static Range of(BinaryOp op, Range left, Range right) {
        if (left.isConstant() && right.isConstant()) {
            return Range.constant(op.apply(left.constant(), right.constant()));
        }
        return switch (op) {
            case ADD -> add(left, right);
            case SUB -> subtract(left, right);
            case MUL -> multiply(left, right);
            case UDIV -> divide(left, right);
            case SDIV -> left.isPositive() && right.isPositive() ? divide(left, right) : divideSigned(left, right);
            case UMOD -> remainder(left, right);
            case SMOD ->
                left.isPositive() && right.isPositive() ? remainder(left, right) : remainderSigned(left, right);
            case AND -> {
                long possible = left.possible() & right.possible();
                yield Range.of(
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        0,
                        Range.minUnsigned(left.mostUnsigned(), right.mostUnsigned()),
                        possible);
            }
            case OR ->
                Range.of(
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        Range.maxUnsigned(left.leastUnsigned(), right.leastUnsigned()),
                        -1,
                        left.possible() | right.possible());
            case XOR -> Range.of(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, left.possible() | right.possible());
            case SHL -> right.isConstant() ? shiftLeft(left, (int) right.constant() & 63) : Range.FULL;
            case LSHR -> shiftRight(left, right);
            case ASHR -> left.isPositive() ? shiftRight(left, right) : shiftSigned(left, right);
        };
    }

    static Range negate(Range source) {
        return source.least() == Long.MIN_VALUE ? Range.FULL : Range.signed(-source.most(), -source.least());
    }

    static Range extend(Range source, int bits, boolean signed) {
        if (signed) {
            long most = (1L << (bits - 1)) - 1;
            return source.least() >= -most - 1 && source.most() <= most ? source : Range.signed(-most - 1, most);
        }
        long most = (1L << bits) - 1;
        return compareUnsigned(source.mostUnsigned(), most) <= 0
                ? source
                : Range.of(0, most, 0, most, source.possible() & most);
    }

    /** The bits that may be 1 in a sum: none below the lowest of both. */
    private static long sumBits(Range left, Range right) {
        long bits = left.possible() | right.possible();
        return bits == 0 ? 0 : -Long.lowestOneBit(bits);
    }

    private static Range add(Range left, Range right) {
        long least = left.least() + right.least();
        long most = left.most() + right.most();
        boolean wraps = overflows(left.least(), right.least(), least) || overflows(left.most(), right.most(), most);
        long low = left.leastUnsigned() + right.leastUnsigned();
        long high = left.mostUnsigned() + right.mostUnsigned();
        boolean carries = compareUnsigned(high, left.mostUnsigned()) < 0;
        return Range.of(
                wraps ? Long.MIN_VALUE : least,
                wraps ? Long.MAX_VALUE : most,
                carries ? 0 : low,
                carries ? -1 : high,
                sumBits(left, right));
    }

    private static boolean overflows(long one, long other, long sum) {
        return ((one ^ sum) & (other ^ sum)) < 0;
    }

    private static Range subtract(Range left, Range right) {
        long least = left.least() - right.most();
        long most = left.most() - right.least();
        boolean wraps = ((left.least() ^ right.most()) & (left.least() ^ least)) < 0
                || ((left.most() ^ right.least()) & (left.most() ^ most)) < 0;
        boolean borrows = compareUnsigned(left.leastUnsigned(), right.mostUnsigned()) < 0;
        return Range.of(
                wraps ? Long.MIN_VALUE : least,
                wraps ? Long.MAX_VALUE : most,
                borrows ? 0 : left.leastUnsigned() - right.mostUnsigned(),
                borrows ? -1 : left.mostUnsigned() - right.leastUnsigned(),
                sumBits(left, right));
    }

    private static Range multiply(Range left, Range right) {
        boolean small =
                compareUnsigned(left.mostUnsigned(), SMALL) <= 0 && compareUnsigned(right.mostUnsigned(), SMALL) <= 0;
        int zeros = numberOfTrailingZeros(left.possible()) + numberOfTrailingZeros(right.possible());
        return Range.of(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                small ? left.leastUnsigned() * right.leastUnsigned() : 0,
                small ? left.mostUnsigned() * right.mostUnsigned() : -1,
                zeros > 63 ? 0 : -1L << zeros);
    }

    /** A division by 0 gives 0. */
    private static Range divide(Range left, Range right) {
        return right.leastUnsigned() == 0
                ? Range.unsigned(0, left.mostUnsigned())
                : Range.unsigned(
                        Long.divideUnsigned(left.leastUnsigned(), right.mostUnsigned()),
                        Long.divideUnsigned(left.mostUnsigned(), right.leastUnsigned()));
    }

    private static Range divideSigned(Range left, Range right) {
        return right.isConstant() && right.constant() > 0
                ? Range.signed(left.least() / right.constant(), left.most() / right.constant())
                : Range.FULL;
    }

    /** A remainder by 0 is the left operand. */
    private static Range remainder(Range left, Range right) {
        if (right.leastUnsigned() == 0) {
            return Range.unsigned(0, left.mostUnsigned());
        }
        return compareUnsigned(left.mostUnsigned(), right.leastUnsigned()) < 0
                ? left
                : Range.unsigned(0, Range.minUnsigned(left.mostUnsigned(), right.mostUnsigned() - 1));
    }

    private static Range remainderSigned(Range left, Range right) {
        if (!right.isConstant() || right.constant() <= 0) {
            return Range.FULL;
        }
        long limit = right.constant() - 1;
        return Range.signed(Math.max(Math.min(left.least(), 0), -limit), Math.min(Math.max(left.most(), 0), limit));
    }

    private static Range shiftLeft(Range left, int count) {
        boolean fits = numberOfLeadingZeros(left.mostUnsigned()) >= count;
        return Range.of(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                fits ? left.leastUnsigned() << count : 0,
                fits ? left.mostUnsigned() << count : -1,
                left.possible() << count);
    }

    /** The least and the most that is shifted by; all counts if some are beyond 63. */
    private static int least(Range count) {
        return count.isConstant()
                ? (int) count.constant() & 63
                : compareUnsigned(count.mostUnsigned(), 63) <= 0 ? (int) count.leastUnsigned() : 0;
    }

    private static int most(Range count) {
        return count.isConstant()
                ? (int) count.constant() & 63
                : compareUnsigned(count.mostUnsigned(), 63) <= 0 ? (int) count.mostUnsigned() : 63;
    }

    private static Range shiftRight(Range left, Range count) {
        return Range.of(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                left.leastUnsigned() >>> most(count),
                left.mostUnsigned() >>> least(count),
                count.isConstant() ? left.possible() >>> least(count) : -1);
    }

    private static Range shiftSigned(Range left, Range count) {
        return Range.signed(
                left.least() >> (left.least() < 0 ? least(count) : most(count)),
                left.most() >> (left.most() < 0 ? most(count) : least(count)));
    }
}
