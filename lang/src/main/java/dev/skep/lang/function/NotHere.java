package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.syntax.Ast;

/** The error of a builtin or function that the probe has nothing for. */
final class NotHere {
    private NotHere() {}

    /**
     * Reports it.
     *
     * @param cause as a clause
     * @param hints the way out
     */
    static Typed.Invalid error(Ast.Call call, CheckContext context, String cause, String... hints) {
        return context.error(
                Code.NOT_IN_PROBE,
                call.span(),
                call.name() + " can not be used with '" + context.event().name() + "': " + cause,
                hints);
    }
}
