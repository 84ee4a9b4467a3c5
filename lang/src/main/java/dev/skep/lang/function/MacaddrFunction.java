package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code macaddr(bytes)}: an Ethernet address, of an array of 6 bytes, as text. */
final class MacaddrFunction extends Function {
    MacaddrFunction() {
        super("macaddr");
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
        boolean bytes = type instanceof Type.Array array && array.element().size() == 1 || type instanceof Type.Str;
        if (!bytes || type.size() != Rendering.MAC.size()) {
            return context.wrong(call, argument, "an array of 6 bytes", CheckContext.describe(type));
        }
        return new Typed.Call(this, List.of(address), new Type.Rendered(Rendering.MAC), call.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        Typed.Expr address = call.arguments().getFirst();
        lowering.write(address, address.type(), place);
    }
}
