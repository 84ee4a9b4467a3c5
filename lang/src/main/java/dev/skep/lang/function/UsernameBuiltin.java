package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code username}: the name of the user that the current process runs as, found in user space. */
final class UsernameBuiltin extends Function {
    UsernameBuiltin() {
        super("username");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), new Type.Rendered(Rendering.USERNAME), call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.ir().extend(lowering.ir().call(Helper.GET_CURRENT_UID_GID), 32, false);
    }
}
