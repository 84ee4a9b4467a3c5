package dev.skep.lang.function;

import dev.skep.lang.check.Typed;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Value;
import java.util.List;

/** {@code printf(format, ...)}: prints text; in a pinned walk to whoever reads it, by the kernel's own means. */
final class PrintfFunction extends FormatFunction {
    PrintfFunction() {
        super("printf");
    }

    @Override
    public boolean onlySends() {
        return true;
    }

    @Override
    Action action(FormatString format) {
        return new Printf(format);
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        if (lowering.isPinned()) {
            String format = ((Typed.Text) call.arguments().getFirst()).literal().value();
            List<Typed.Expr> values =
                    call.arguments().subList(1, call.arguments().size());
            if (lowering.sequence().printf(FormatString.parse(format), values)) {
                return Operand.of(0);
            }
        }
        return super.lower(call, lowering);
    }

    private record Printf(FormatString format) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.printf(format, values);
        }
    }
}
