package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code kptr(address)}, {@code uptr(address)}: the same address, as one of the kernel or of the traced process. */
final class AddressSpaceFunction extends Function {
    private final Type.AddressSpace space;

    AddressSpaceFunction(String name, Type.AddressSpace space) {
        super(name);
        this.space = space;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 1)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr argument = call.arguments().getFirst();
        Typed.Expr address = context.value(argument);
        Type type = address.type();
        if (type instanceof Type.Unknown) {
            return new Typed.Invalid(call.span());
        }
        if (!(type instanceof Type.Pointer || type instanceof Type.Int)) {
            return context.wrong(call, argument, "an integer or a pointer", CheckContext.describe(type));
        }
        Type target = type instanceof Type.Pointer pointer ? pointer.target() : Type.Void.VOID;
        return new Typed.Call(this, List.of(address), new Type.Pointer(target, space), call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.value(call.arguments().getFirst());
    }
}
