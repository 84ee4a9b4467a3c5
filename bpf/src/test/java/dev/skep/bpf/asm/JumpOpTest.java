package dev.skep.bpf.asm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JumpOpTest {
    private static boolean holds(JumpOp op, long left, long right) {
        int unsigned = Long.compareUnsigned(left, right);
        return switch (op) {
            case EQ -> left == right;
            case NE -> left != right;
            case SET -> (left & right) != 0;
            case GT -> unsigned > 0;
            case GE -> unsigned >= 0;
            case LT -> unsigned < 0;
            case LE -> unsigned <= 0;
            case SGT -> left > right;
            case SGE -> left >= right;
            case SLT -> left < right;
            case SLE -> left <= right;
        };
    }

    @Test
    void aConditionAndItsNegationNeverAgree() {
        long[] values = {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE};
        for (JumpOp op : JumpOp.values()) {
            JumpOp negated = op.negated();
            if (negated == null) {
                assertThat(op).isEqualTo(JumpOp.SET);
                continue;
            }
            for (long left : values) {
                for (long right : values) {
                    assertThat(holds(negated, left, right))
                            .as("%d %s %d", left, op, right)
                            .isEqualTo(!holds(op, left, right));
                }
            }
        }
    }
}
