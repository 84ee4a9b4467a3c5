package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code min(n)}, {@code max(n)}: the smallest or the greatest number. */
final class ExtremeFunction extends MapFunction {
    private final boolean max;

    ExtremeFunction(String name) {
        super(name);
        this.max = name.equals("max");
    }

    @Override
    public @Nullable Use checkUse(Ast.Call call, CheckContext context) {
        Typed.Expr number = Arguments.number(call, 1, context);
        if (number == null) {
            return null;
        }
        boolean signed = Arguments.signed(number);
        return new Use(max ? new Aggregate.Max(signed) : new Aggregate.Min(signed), List.of(number));
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.raise(element, 0, stored(use.type(), arguments.getFirst(), lowering));
        lowering.set(element, 8, Operand.of(1));
    }

    /** The number as it is kept: see {@link Aggregate.Min#stored}. */
    private static Operand stored(Aggregate type, Operand number, Lowering lowering) {
        // XOR with a constant, whose bits are those that stored() flips.
        long flipped = type instanceof Aggregate.Max kept ? kept.stored(0) : ((Aggregate.Min) type).stored(0);
        return flipped == 0 ? number : lowering.ir().binary(BinaryOp.XOR, number, Operand.of(flipped));
    }
}
