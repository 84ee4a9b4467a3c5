package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * {@code strftime(format, nsecs)}: the time of day at which the machine had been up for so many nanoseconds, time asleep
 * included, as C's strftime writes it; {@code %f} is the microseconds.
 */
final class StrftimeFunction extends Function {
    StrftimeFunction() {
        super("strftime");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 2, 2)) {
            return new Typed.Invalid(call.span());
        }
        Typed.Text format = context.text(call, call.arguments().get(0));
        Typed.Expr time = context.integer(call, call.arguments().get(1));
        if (format == null || time instanceof Typed.Invalid) {
            return new Typed.Invalid(call.span());
        }
        Type type = new Type.Rendered(Rendering.TIMESTAMP, format.literal().value());
        return new Typed.Call(this, List.of(time), type, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.value(call.arguments().getFirst());
    }
}
