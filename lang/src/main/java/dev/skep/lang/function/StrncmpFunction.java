package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Limits;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code strncmp(a, b, length)}: 0 if two strings agree in their first bytes, up to the end of one; else 1. */
final class StrncmpFunction extends Function {
    StrncmpFunction() {
        super("strncmp");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 3, 3)) {
            return new Typed.Invalid(call.span());
        }
        Typed.Expr left = string(call, call.arguments().get(0), context);
        Typed.Expr right = string(call, call.arguments().get(1), context);
        Typed.Constant length = context.constant(call, call.arguments().get(2));
        if (left instanceof Typed.Invalid || right instanceof Typed.Invalid || length == null) {
            return new Typed.Invalid(call.span());
        }
        if (length.value() < 0) {
            return context.error(
                    Code.ARGUMENT_RANGE,
                    call.arguments().get(2).span(),
                    "strncmp() cannot compare " + length.value() + " bytes");
        }
        Typed.Constant most =
                new Typed.Constant(Math.min(length.value(), Limits.VALUE_BYTES), Type.Int.INT32, length.span());
        return new Typed.Call(this, List.of(left, right, most), Type.Int.UINT64, call.span());
    }

    private static Typed.Expr string(Ast.Call call, Ast.Expr argument, CheckContext context) {
        Typed.Expr value = context.value(argument);
        Type type = value.type();
        return type instanceof Type.Str || type instanceof Type.Unknown
                ? value
                : context.wrong(call, argument, "a string", CheckContext.describe(type));
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        int most = (int) ((Typed.Constant) call.arguments().get(2)).value();
        return most == 0
                ? Operand.of(0)
                : lowering.differ(call.arguments().get(0), call.arguments().get(1), most);
    }
}
