package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code stats(n)}: how many numbers there were, their mean and their sum. */
final class StatsFunction extends MapFunction {
    StatsFunction() {
        super("stats");
    }

    @Override
    public @Nullable Use checkUse(Ast.Call call, CheckContext context) {
        Typed.Expr number = Arguments.number(call, 1, context);
        return number == null ? null : new Use(new Aggregate.Stats(Arguments.signed(number)), List.of(number));
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.add(element, 0, arguments.getFirst());
        lowering.add(element, 8, Operand.of(1));
    }
}
