package dev.skep.lang.lower;

import dev.skep.lang.check.Typed;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts strings that stand in the script back where they were among a call's arguments: they need not travel through the
 * kernel, and user space knows that they are the script's own.
 */
final class LiteralArguments implements Action {
    private final Action action;
    private final @Nullable Value[] template;

    /** @param template the arguments; null for those that the event holds */
    private LiteralArguments(Action action, @Nullable Value[] template) {
        this.action = action;
        this.template = template;
    }

    /** The action on all arguments, for an event that holds those that are no literals. */
    static Action of(List<Typed.Expr> arguments, Action action) {
        @Nullable Value[] template = new @Nullable Value[arguments.size()];
        boolean literals = false;
        for (int i = 0; i < template.length; i++) {
            if (arguments.get(i) instanceof Typed.Text text) {
                template[i] = new Value.Literal(text.literal().value());
                literals = true;
            }
        }
        return literals ? new LiteralArguments(action, template) : action;
    }

    @Override
    public void run(List<Value> values, Host host) {
        List<Value> all = new ArrayList<>(template.length);
        int next = 0;
        for (Value literal : template) {
            all.add(literal != null ? literal : values.get(next++));
        }
        action.run(all, host);
    }
}
