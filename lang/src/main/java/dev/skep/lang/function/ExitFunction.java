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

/** {@code exit()}, {@code exit(code)}: ends the probe at once, and the tracing when user space hears of it. */
final class ExitFunction extends Function {
    ExitFunction() {
        super("exit");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 1)) {
            return new Typed.Invalid(call.span());
        }
        List<Typed.Expr> arguments = List.of();
        if (!call.arguments().isEmpty()) {
            Typed.Expr code = context.integer(call, call.arguments().getFirst());
            if (code instanceof Typed.Invalid) {
                return code;
            }
            arguments = List.of(code);
        }
        return new Typed.Call(this, arguments, Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        boolean constant = !call.arguments().isEmpty() && call.arguments().getFirst() instanceof Typed.Constant;
        int code = constant ? (int) (((Typed.Constant) call.arguments().getFirst()).value() & 0xff) : 0;
        lowering.events().emitExit(call, call.arguments(), new Exit(), code);
        lowering.endRun();
        return Operand.of(0);
    }

    private record Exit() implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.exit(values.isEmpty() ? 0 : code(values.getFirst()));
        }

        /** As exit codes are: the lower 8 bits count. */
        private static int code(Value value) {
            long code = value instanceof Value.Int integer ? integer.value() : ((Value.Bool) value).value() ? 1 : 0;
            return (int) (code & 0xff);
        }
    }
}
