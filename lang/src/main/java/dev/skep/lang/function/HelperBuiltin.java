package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** A builtin that is what a helper without arguments returns: {@code cpu}, {@code rand}. */
final class HelperBuiltin extends Function {
    private final Helper helper;
    private final Type type;

    HelperBuiltin(String name, Helper helper, Type type) {
        super(name);
        this.helper = helper;
        this.type = type;
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        return context.arity(call, 0, 0)
                ? new Typed.Call(this, List.of(), type, call.span())
                : new Typed.Invalid(call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.ir().call(helper);
    }
}
