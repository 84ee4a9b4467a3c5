package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;

/** {@code cpid}: the id of the process that was started for the script; a constant, since it is started first. */
final class CpidBuiltin extends Function {
    private final int child;

    /** @param child 0 if none is started */
    CpidBuiltin(int child) {
        super("cpid");
        this.child = child;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 0)) {
            return new Typed.Invalid(call.span());
        }
        if (child == 0) {
            context.warning(Code.NO_COMMAND, call.span(), "cpid is 0: no command is run", "run one with -c COMMAND");
        }
        return new Typed.Constant(child, Type.Int.UINT32, call.span());
    }
}
