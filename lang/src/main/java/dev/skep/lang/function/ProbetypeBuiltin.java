package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code probetype}: the first part of the probe's name, {@code tracepoint}; {@code special} for begin and end probes. */
final class ProbetypeBuiltin extends Function {
    /** Bytes: the longest is {@code rawtracepoint}. */
    private static final int LENGTH = 16;

    ProbetypeBuiltin() {
        super("probetype");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), new Type.Str(LENGTH), call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        lowering.probe().type(LENGTH, place);
    }
}
