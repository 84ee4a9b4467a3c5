package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code len(@map)}: {@link MapLength}. {@code len(kstack)}, {@code len(ustack(10))}: how many frames the current stack has, 0 of one that cannot be taken. */
final class LenFunction extends Function {
    LenFunction() {
        super("len");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr argument = call.arguments().getFirst();
        if (argument instanceof Ast.MapAccess access && access.keys().isEmpty()) {
            return MapLength.check(call, context);
        }
        Typed.Expr value = context.value(argument);
        if (value instanceof Typed.Call stack && stack.function() instanceof StackBuiltin) {
            return new Typed.Call(this, List.of(stack), Type.Int.INT64, call.span());
        }
        if (value instanceof Typed.Invalid) {
            return value;
        }
        if (value.type() instanceof Type.Stack) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    argument.span(),
                    "len() counts the frames of kstack and ustack, not of a stack that was kept",
                    "keep the number too: $n = len(kstack)");
        }
        return context.wrong(call, argument, "a map, kstack or ustack", CheckContext.describe(value.type()));
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.stacks().length((Type.Stack) call.arguments().getFirst().type());
    }
}
