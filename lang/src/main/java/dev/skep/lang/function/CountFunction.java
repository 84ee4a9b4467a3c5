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

/** {@code count()}: how often. */
final class CountFunction extends MapFunction {
    CountFunction() {
        super("count");
    }

    @Override
    public @Nullable Use checkUse(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0) ? new Use(new Aggregate.Count(), List.of()) : null;
    }

    @Override
    public void update(Typed.Aggregation use, Reg element, List<Operand> arguments, Lowering lowering) {
        lowering.add(element, 0, Operand.of(1));
    }
}
