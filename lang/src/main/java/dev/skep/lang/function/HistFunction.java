package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hist(n)}, {@code hist(n, bits)}: how often numbers fell between powers of two. */
final class HistFunction extends MapFunction {
    private static final int MOST_BITS = 5;
    private static final int NIBBLE = 4;

    HistFunction() {
        super("hist");
    }

    @Override
    public @Nullable Use checkUse(Ast.Call call, CheckContext context) {
        Typed.Expr number = Arguments.number(call, 2, context);
        int bits = 0;
        if (call.arguments().size() == 2) {
            Typed.Constant given = context.constant(call, call.arguments().get(1));
            if (given == null) {
                return null;
            }
            if (given.value() < 0 || given.value() > MOST_BITS) {
                context.error(
                        Code.ARGUMENT_RANGE,
                        call.arguments().get(1).span(),
                        "hist() bits must be 0 to " + MOST_BITS + " (" + given.value() + " provided)");
                return null;
            }
            bits = (int) given.value();
        }
        return number == null ? null : new Use(new Aggregate.Hist(bits), List.of(number));
    }

    @Override
    public Operand bucket(Typed.Aggregation use, List<Operand> arguments, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        int bits = ((Aggregate.Hist) use.type()).bits();
        Operand value = arguments.getFirst();
        Reg bucket;
        if (bits == 0) {
            bucket = bitLength(value, 1, ir);
        } else {
            Reg left = bitLength(ir.binary(BinaryOp.LSHR, value, Operand.of(bits + 1L)), 0, ir);
            Reg kept = ir.binary(BinaryOp.LSHR, value, left);
            Reg before = ir.binary(BinaryOp.SHL, left, Operand.of(bits));
            bucket = ir.binary(BinaryOp.ADD, ir.binary(BinaryOp.ADD, kept, before), Operand.of(1));
        }
        if (!Arguments.signed(use.arguments().getFirst())) {
            return bucket;
        }
        // A negative number's sign, drawn over all bits and inverted, makes it bucket 0.
        Reg sign = ir.binary(BinaryOp.ASHR, value, Operand.of(63));
        return ir.binary(BinaryOp.AND, bucket, ir.binary(BinaryOp.XOR, sign, Operand.of(-1)));
    }

    /**
     * How many bits an unsigned number takes, plus something, by halving, without a branch: a branch for each step would make
     * the verifier walk what follows once for each of the 65 results. The last four bits are looked up in a constant.
     */
    private static Reg bitLength(Operand number, int plus, IrBuilder ir) {
        // (0 - upper) has its top bit set just if the upper half is not 0; so has (greatest lower half - rest), if no
        // number
        // has it set before.
        Reg upper = ir.negate(ir.binary(BinaryOp.LSHR, number, Operand.of(32)));
        Reg length = topBit(upper, 5, ir);
        Reg rest = ir.binary(BinaryOp.LSHR, number, length);
        for (int step = 4; step >= 2; step--) {
            Reg room = ir.binary(BinaryOp.SUB, Operand.of((1L << (1 << step)) - 1), rest);
            Reg shift = topBit(room, step, ir);
            rest = ir.binary(BinaryOp.LSHR, rest, shift);
            length = ir.binary(BinaryOp.ADD, length, shift);
        }
        long lengths = 0;
        for (int i = 0; i < Long.SIZE / NIBBLE; i++) {
            lengths |= (long) (Integer.SIZE - Integer.numberOfLeadingZeros(i) + plus) << i * NIBBLE;
        }
        Reg place = ir.binary(BinaryOp.SHL, rest, Operand.of(Integer.numberOfTrailingZeros(NIBBLE)));
        Reg last = ir.binary(
                BinaryOp.AND, ir.binary(BinaryOp.LSHR, Operand.of(lengths), place), Operand.of((1 << NIBBLE) - 1));
        return ir.binary(BinaryOp.ADD, length, last);
    }

    /** The top bit, moved to another place. */
    private static Reg topBit(Reg value, int to, IrBuilder ir) {
        return ir.binary(BinaryOp.SHL, ir.binary(BinaryOp.LSHR, value, Operand.of(63)), Operand.of(to));
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.add(element, 0, Operand.of(1));
    }
}
