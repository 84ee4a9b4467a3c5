package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code args}: the fields of the probe's event. Only its members have values, so it is never lowered itself. */
final class ArgsBuiltin extends Function {
    ArgsBuiltin() {
        super("args");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 0)) {
            return new Typed.Invalid(call.span());
        }
        if (!context.event().hasArgs()) {
            return context.error(
                    Code.NO_EVENT_FIELDS,
                    call.span(),
                    "The args builtin can not be used with '" + context.event().name() + "': its event has no fields",
                    "tracepoints and raw tracepoints have fields");
        }
        return new Typed.Call(this, List.of(), new Type.Args(), call.span());
    }
}
