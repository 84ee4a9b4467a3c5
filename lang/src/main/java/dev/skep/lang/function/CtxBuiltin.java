package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * {@code ctx}: the address of what the kernel hands to the program. Of iterators, timers, software events and functions of
 * user programs it is known what lies there.
 */
final class CtxBuiltin extends Function {
    CtxBuiltin() {
        super("ctx");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public boolean isContext() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 0)) {
            return new Typed.Invalid(call.span());
        }
        String struct = context.event().context();
        Type target = struct.isEmpty() ? Type.Void.VOID : context.types().struct("struct", struct);
        return new Typed.Call(this, List.of(), new Type.Pointer(target, Type.AddressSpace.KERNEL), call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.contextAddress();
    }
}
