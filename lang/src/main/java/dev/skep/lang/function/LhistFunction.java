package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Block;
import dev.skep.lang.ir.Condition;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.ir.Variable;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code lhist(n, min, max, step)}: how often numbers fell between equal steps. */
final class LhistFunction extends MapFunction {
    /** As bpftrace has it. */
    private static final int MOST_BUCKETS = 1000;

    LhistFunction() {
        super("lhist");
    }

    @Override
    public @Nullable Use checkUse(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 4, 4)) {
            return null;
        }
        Typed.Expr number = context.integer(call, call.arguments().getFirst());
        Typed.Constant min = context.constant(call, call.arguments().get(1));
        Typed.Constant max = context.constant(call, call.arguments().get(2));
        Typed.Constant step = context.constant(call, call.arguments().get(3));
        if (number instanceof Typed.Invalid || min == null || max == null || step == null) {
            return null;
        }
        String problem = problem(min, max, step);
        if (problem != null) {
            context.error(Code.ARGUMENT_RANGE, call.span(), problem);
            return null;
        }
        return new Use(new Aggregate.Lhist(min.value(), max.value(), step.value()), List.of(number));
    }

    private static @Nullable String problem(Typed.Constant min, Typed.Constant max, Typed.Constant step) {
        if (!min.type().signed() || !max.type().signed() || !step.type().signed()) {
            return "lhist() bounds are signed 64-bit integers";
        }
        if (step.value() <= 0) {
            return "lhist() step must be >= 1 (" + step.value() + " provided)";
        }
        if (min.value() >= max.value()) {
            return "lhist() min must be less than max (provided min " + min.value() + " and max " + max.value() + ")";
        }
        long range = max.value() - min.value();
        // A range of 2^63 and more is negative here, and far too wide for any step.
        long buckets = range < 0 ? Long.MAX_VALUE : (range - 1) / step.value() + 1;
        if (range > 0 && range < step.value()) {
            return "lhist() max minus min must be greater than step (provided step " + step.value() + ", min "
                    + min.value() + " and max " + max.value() + ")";
        }
        if (buckets > MOST_BUCKETS) {
            return "lhist() too many buckets, must be <= " + MOST_BUCKETS + " (would need "
                    + Long.toUnsignedString(range < 0 ? Long.divideUnsigned(range, step.value()) : buckets) + ")";
        }
        return null;
    }

    @Override
    public Operand bucket(Typed.Aggregation use, List<Operand> arguments, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        Aggregate.Lhist lhist = (Aggregate.Lhist) use.type();
        Operand value = arguments.getFirst();
        boolean signed = Arguments.signed(use.arguments().getFirst());
        Variable bucket = ir.declareVariable("bucket");
        Block notBelow = ir.newBlock();
        Block inside = ir.newBlock();
        Block done = ir.newBlock();
        ir.write(bucket, Operand.of(0));
        branch(value, lhist.min(), signed, done, notBelow, ir);
        ir.seal(notBelow);
        ir.position(notBelow);
        ir.write(bucket, Operand.of(lhist.buckets() - 1L));
        branch(value, lhist.max(), signed, inside, done, ir);
        ir.seal(inside);
        ir.position(inside);
        Reg distance = ir.binary(BinaryOp.SUB, value, Operand.of(lhist.min()));
        Reg index = ir.binary(BinaryOp.UDIV, distance, Operand.of(lhist.step()));
        ir.write(bucket, ir.binary(BinaryOp.ADD, index, Operand.of(1)));
        ir.jump(done);
        ir.seal(done);
        ir.position(done);
        return ir.read(bucket);
    }

    /** Tells by a bound; an unsigned number is never below one that is not positive. */
    private static void branch(Operand value, long bound, boolean signed, Block below, Block above, IrBuilder ir) {
        if (signed) {
            ir.branch(Condition.SLT, value, Operand.of(bound), below, above);
        } else {
            ir.branch(Condition.ULT, value, Operand.of(Math.max(0, bound)), below, above);
        }
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.add(element, 0, Operand.of(1));
    }
}
