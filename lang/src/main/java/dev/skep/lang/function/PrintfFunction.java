package dev.skep.lang.function;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Value;
import java.util.List;

/** {@code printf(format, ...)}: prints text. */
final class PrintfFunction extends FormatFunction {
    PrintfFunction() {
        super("printf");
    }

    @Override
    Action action(FormatString format) {
        return new Printf(format);
    }

    private record Printf(FormatString format) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.printf(format, values);
        }
    }
}
