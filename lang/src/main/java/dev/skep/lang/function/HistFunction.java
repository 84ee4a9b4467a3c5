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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code hist(n)}, {@code hist(n, bits)}: how often numbers fell between powers of two. */
final class HistFunction extends MapFunction {
    private static final int MOST_BITS = 5;

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
        Operand left = bitLength(ir.binary(BinaryOp.LSHR, value, Operand.of(bits + 1L)), ir);
        Reg kept = ir.binary(BinaryOp.LSHR, value, left);
        Operand before = bits == 0 ? left : ir.binary(BinaryOp.SHL, left, Operand.of(bits));
        Reg bucket = ir.binary(BinaryOp.ADD, ir.binary(BinaryOp.ADD, kept, before), Operand.of(1));
        if (!Arguments.signed(use.arguments().getFirst())) {
            return bucket;
        }
        // A negative number's sign, drawn over all bits and inverted, makes it bucket 0.
        Reg sign = ir.binary(BinaryOp.ASHR, value, Operand.of(63));
        return ir.binary(BinaryOp.AND, bucket, ir.binary(BinaryOp.XOR, sign, Operand.of(-1)));
    }

    /**
     * How many bits a number below 2^63 takes, by halving, without a branch: a branch for each step would make the
     * verifier walk what follows once for each of the 64 results.
     */
    private static Operand bitLength(Reg number, IrBuilder ir) {
        Reg rest = number;
        Reg length = null;
        for (int step = 5; step >= 0; step--) {
            int half = 1 << step;
            // (0 - upper) has its top bit set just if the upper half is not 0.
            Reg upper = ir.binary(BinaryOp.LSHR, rest, Operand.of(half));
            Reg shift = ir.binary(BinaryOp.LSHR, ir.negate(upper), Operand.of(63));
            if (step > 0) {
                shift = ir.binary(BinaryOp.SHL, shift, Operand.of(step));
            }
            rest = ir.binary(BinaryOp.LSHR, rest, shift);
            length = length == null ? shift : ir.binary(BinaryOp.ADD, length, shift);
        }
        return ir.binary(BinaryOp.ADD, Objects.requireNonNull(length), rest);
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.add(element, 0, Operand.of(1));
    }
}
