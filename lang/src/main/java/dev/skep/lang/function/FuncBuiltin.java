package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * {@code func}: the name of the function that the probe is in; its address where that is all that is known. As long as the
 * longest of the probes that share the body.
 */
final class FuncBuiltin extends Function {
    FuncBuiltin() {
        super("func");
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
        ProbePoint.Context found = context.event().contextKind();
        if (found != ProbePoint.Context.FUNCTION_ENTRY && found != ProbePoint.Context.FUNCTION_RETURN) {
            return NotHere.error(
                    call, context, "it is in no function", "uprobe and uretprobe probes are; probe is the name of any");
        }
        return new Typed.Call(this, List.of(), new Type.Str(context.event().longestFunction() + 1), call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        lowering.probe().text(ProbePoint::function, call.type().size(), place);
    }
}
