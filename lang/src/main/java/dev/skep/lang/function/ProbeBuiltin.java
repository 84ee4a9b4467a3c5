package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code probe}: the full name of the probe that fired. As long as the longest of the probes that share the body. */
final class ProbeBuiltin extends Function {
    ProbeBuiltin() {
        super("probe");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), new Type.Str(context.longestProbeName() + 1), call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        lowering.probe().name(call.type().size(), place);
    }
}
