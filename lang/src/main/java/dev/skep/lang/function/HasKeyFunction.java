package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code has_key(@map, key)}: whether the map has an element of that key. */
final class HasKeyFunction extends Function {
    HasKeyFunction() {
        super("has_key");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 2, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        if (!(first instanceof Ast.MapAccess access) || !access.keys().isEmpty()) {
            return context.wrong(
                    call, first, "a map", first instanceof Ast.MapAccess ? "one of its values" : "something else");
        }
        Typed.Element element = context.element(access, call.arguments().get(1));
        if (element == null) {
            return new Typed.Invalid(call.span());
        }
        Type value = element.map().value();
        if (value instanceof Aggregate.Hist || value instanceof Aggregate.Lhist) {
            return context.error(
                    Code.UNSUPPORTED_USE, call.span(), "has_key() of a map of histograms is not supported yet");
        }
        return new Typed.Call(this, List.of(new Typed.MapValue(element)), Type.Bool.BOOL, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.maps().hasKey(((Typed.MapValue) call.arguments().getFirst()).element());
    }
}
