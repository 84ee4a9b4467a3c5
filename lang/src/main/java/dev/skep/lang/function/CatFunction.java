package dev.skep.lang.function;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Value;
import java.util.List;

/** {@code cat(format, ...)}: prints a file, as user space finds it when it hears of the event; {@code max_cat_bytes} of it. */
final class CatFunction extends FormatFunction {
    CatFunction() {
        super("cat");
    }

    @Override
    Action action(FormatString format) {
        return new Cat(format);
    }

    private record Cat(FormatString path) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.cat(path, values);
        }
    }
}
