package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code static_assert(condition, message)}: refuses to compile the script unless the condition, known then, holds. */
final class StaticAssertFunction extends Function {
    StaticAssertFunction() {
        super("static_assert");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 2, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr condition = call.arguments().get(0);
        Typed.Expr typed = context.condition(condition);
        Typed.Text message = context.text(call, call.arguments().get(1));
        if (typed instanceof Typed.Invalid || message == null) {
            return new Typed.Invalid(call.span());
        }
        Boolean holds = context.truth(typed);
        if (holds == null) {
            return context.error(
                    Code.NOT_COMPTIME,
                    condition.span(),
                    "The condition of static_assert() must be known at compile time");
        }
        if (!holds && context.isReachable()) {
            return context.error(
                    Code.ASSERTION_FAILED, call.span(), message.literal().value());
        }
        return new Typed.Call(this, List.of(), Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return Operand.of(0);
    }
}
