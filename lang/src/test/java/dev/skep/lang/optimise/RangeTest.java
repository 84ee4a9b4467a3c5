package dev.skep.lang.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Condition;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeTest {
    private static final int CASES = 20_000;

    private final Random random = new Random(7);

    /** Numbers near those where something overflows or changes its sign. */
    private long number() {
        long around = switch (random.nextInt(7)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> 0xffff_ffffL;
            case 4 -> random.nextInt(100);
            case 5 -> random.nextLong();
            default -> -(1L << random.nextInt(64));
        };
        return around + random.nextInt(9) - 4;
    }

    /** A range that holds the value, and others. */
    private Range around(long value) {
        Range range = Range.constant(value);
        for (int i = random.nextInt(4); i > 0; i--) {
            Range other = switch (random.nextInt(5)) {
                case 0 -> Range.ofBits(1 + random.nextInt(64));
                case 1 -> Arithmetic.of(BinaryOp.AND, Range.FULL, Range.constant(number()));
                case 2 -> Range.FULL.where(Condition.values()[random.nextInt(10)], Range.constant(number()));
                default -> Range.constant(number());
            };
            range = range.union(other);
        }
        return range;
    }

    private static boolean holds(Range range, long value) {
        return range.least() <= value
                && value <= range.most()
                && Long.compareUnsigned(range.leastUnsigned(), value) <= 0
                && Long.compareUnsigned(value, range.mostUnsigned()) <= 0
                && (value & ~range.possible()) == 0;
    }

    @ParameterizedTest
    @EnumSource(BinaryOp.class)
    void theResultOfAnOperationIsInItsRange(BinaryOp op) {
        for (int i = 0; i < CASES; i++) {
            long left = number();
            long right = random.nextInt(3) == 0 ? random.nextInt(70) : number();
            Range ofLeft = around(left);
            Range ofRight = around(right);
            assertThat(holds(Arithmetic.of(op, ofLeft, ofRight), op.apply(left, right)))
                    .as("%d %s %d, of [%s] and [%s]", left, op, right, ofLeft, ofRight)
                    .isTrue();
        }
    }

    @Test
    void whatIsNegatedOrExtendedIsInItsRange() {
        for (int i = 0; i < CASES; i++) {
            long value = number();
            Range range = around(value);
            assertThat(holds(Arithmetic.negate(range), -value))
                    .as("-%d, of [%s]", value, range)
                    .isTrue();
            int bits = 8 << random.nextInt(3);
            long high = value << 64 - bits;
            assertThat(holds(Arithmetic.extend(range, bits, true), high >> 64 - bits))
                    .isTrue();
            assertThat(holds(Arithmetic.extend(range, bits, false), high >>> 64 - bits))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void conditionsAreDecidedAndLeaveWhatMeetsThem(Condition condition) {
        int decided = 0;
        for (int i = 0; i < CASES; i++) {
            long left = number();
            long right = number();
            Range ofLeft = around(left);
            Range ofRight = around(right);
            Boolean known = ofLeft.test(condition, ofRight);
            if (known != null) {
                decided++;
                assertThat(known)
                        .as("%d %s %d, of [%s] and [%s]", left, condition, right, ofLeft, ofRight)
                        .isEqualTo(condition.test(left, right));
            }
            if (condition.test(left, right)) {
                assertThat(holds(ofLeft.where(condition, ofRight), left))
                        .as("%d %s %d, of [%s] and [%s]", left, condition, right, ofLeft, ofRight)
                        .isTrue();
            }
        }
        assertThat(decided).isGreaterThan(CASES / 10);
    }

    @Test
    void boundsFollowFromEachOther() {
        Range index = Range.ofBits(32).where(Condition.ULT, Range.constant(10));
        assertThat(index).hasToString("0..9, unsigned 0..9, bits f");
        assertThat(Range.FULL.where(Condition.SGT, Range.constant(0)).where(Condition.SLE, Range.constant(1000)))
                .hasToString("1..1000, unsigned 1..1000, bits 3ff");
        assertThat(Arithmetic.of(BinaryOp.SHL, index, Range.constant(3))).hasToString("0..72, unsigned 0..72, bits 78");
        assertThat(Arithmetic.of(BinaryOp.UMOD, Range.FULL, Range.constant(10)))
                .hasToString("0..9, unsigned 0..9, bits f");
    }
}
