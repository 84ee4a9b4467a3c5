package dev.skep.lang.function;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code retval}: what the function returned whose return fired the probe. */
final class RetvalBuiltin extends Function {
    RetvalBuiltin() {
        super("retval");
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
        if (found != ProbePoint.Context.FUNCTION_RETURN) {
            return NotHere.error(
                    call,
                    context,
                    found == ProbePoint.Context.FUNCTION_ENTRY
                            ? "its function has not returned yet"
                            : "no function returns there",
                    found == ProbePoint.Context.FUNCTION_ENTRY
                            ? "uretprobe probes fire when the function returns"
                            : context.event().hasArgs()
                                    ? "what the event tells is in args; -lv shows its fields"
                                    : "uretprobe probes have it");
        }
        return new Typed.Call(this, List.of(), Type.Int.INT64, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        int offset = lowering.registers().returnValue().offset();
        return lowering.ir().load(Width.DOUBLE, false, lowering.context(), offset);
    }
}
