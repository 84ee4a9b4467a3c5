package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.syntax.Ast;

/** {@code has_cpid}: whether a process was started for the script; known when it is compiled. */
final class HasCpidBuiltin extends Function {
    private final boolean child;

    HasCpidBuiltin(boolean child) {
        super("has_cpid");
        this.child = child;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0) ? new Typed.Bool(child, call.span()) : new Typed.Invalid(call.span());
    }
}
