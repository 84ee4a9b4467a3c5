package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.List;

/** {@code zero(@map)}: sets all values to zero, in user space; the keys stay. */
final class ZeroFunction extends Function {
    ZeroFunction() {
        super("zero");
    }

    @Override
    public boolean onlySends() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Typed.MapName map = context.map(call, call.arguments().getFirst());
        return map == null
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(map), Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        String map = ((Typed.MapName) call.arguments().getFirst()).map().name();
        return lowering.events().emit(call, List.of(), new Zero(map));
    }

    private record Zero(String map) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.zero(map);
        }
    }
}
