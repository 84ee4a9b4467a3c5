package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/** What the rules of functions have in common. */
final class Arguments {
    private Arguments() {}

    /** The number that is aggregated, the first of at most {@code most} arguments; null after an error. */
    static Typed.@Nullable Expr number(Ast.Call call, int most, CheckContext context) {
        if (!context.arity(call, 1, most)) {
            return null;
        }
        Typed.Expr number = context.integer(call, call.arguments().getFirst());
        return number instanceof Typed.Invalid ? null : number;
    }

    /** The only argument, if it is an address; null after an error. */
    static Typed.@Nullable Expr address(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return null;
        }
        Ast.Expr argument = call.arguments().getFirst();
        Typed.Expr address = context.value(argument);
        Type type = address.type();
        if (type instanceof Type.Unknown) {
            return null;
        }
        if (!(type instanceof Type.Int || type instanceof Type.Pointer)) {
            context.wrong(call, argument, "an integer or a pointer", CheckContext.describe(type));
            return null;
        }
        return address;
    }

    /** Whether a number is signed. */
    static boolean signed(Typed.Expr number) {
        return number.type() instanceof Type.Int integer && integer.signed();
    }
}
