package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/** {@code ncpus}: how many CPUs may ever exist; a constant. */
final class NcpusBuiltin extends Function {
    NcpusBuiltin() {
        super("ncpus");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Constant(context.target().possibleCpus(), Type.Int.UINT32, call.span())
                : new Typed.Invalid(call.span());
    }
}
