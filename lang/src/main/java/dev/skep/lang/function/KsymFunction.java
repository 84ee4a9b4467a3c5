package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code ksym(address)}: the kernel's symbol at an address, found in user space. */
final class KsymFunction extends Function {
    KsymFunction() {
        super("ksym");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        Typed.Expr address = Arguments.address(call, context);
        return address == null
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(address), new Type.Rendered(Rendering.KSYM), call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.value(call.arguments().getFirst());
    }
}
