package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.value.Value;
import java.util.List;

/** {@code system(format, ...)}: runs a command of the shell in user space and prints what it writes. Only where that is allowed. */
final class SystemFunction extends FormatFunction {
    SystemFunction() {
        super("system");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.isUnsafeAllowed()) {
            return context.error(
                    Code.UNSAFE_FUNCTION,
                    call.span(),
                    "system() is an unsafe function being used in safe mode",
                    "--unsafe allows scripts to run commands and to change what they trace");
        }
        return super.check(call, context);
    }

    @Override
    Action action(FormatString format) {
        return new Command(format);
    }

    private record Command(FormatString format) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.system(format, values);
        }
    }
}
