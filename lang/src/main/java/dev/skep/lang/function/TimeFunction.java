package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.List;

/**
 * {@code time()}, {@code time(format)}: prints the time of day of the event, as C's strftime writes it; {@code %f} is the
 * microseconds.
 */
final class TimeFunction extends Function {
    private static final String FORMAT = "%H:%M:%S\n";

    TimeFunction() {
        super("time");
    }

    @Override
    public boolean onlySends() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 1)) {
            return new Typed.Invalid(call.span());
        }
        String format = FORMAT;
        if (!call.arguments().isEmpty()) {
            Typed.Text given = context.text(call, call.arguments().getFirst());
            if (given == null) {
                return new Typed.Invalid(call.span());
            }
            format = given.literal().value();
        }
        Type type = new Type.Rendered(Rendering.TIMESTAMP, format);
        Typed.Expr now =
                new Typed.Call(new HelperBuiltin("now", Helper.KTIME_GET_BOOT_NS, type), List.of(), type, call.span());
        return new Typed.Call(this, List.of(now), Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.events().emit(call, call.arguments(), new Time());
    }

    private record Time() implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.time(((Value.Text) values.getFirst()).text());
        }
    }
}
