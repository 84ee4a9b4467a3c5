package dev.skep.lang.function;

import dev.skep.bpf.asm.Width;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Rendering;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ntop([family,] address)}: an IP address as text. An integer is an IPv4 address as it lies in memory; an array of 4
 * or 16 bytes is one of IPv4 or IPv6.
 */
final class NtopFunction extends Function {
    /** {@code AF_INET} and {@code AF_INET6} of {@code <bits/socket.h>}. */
    private static final int IPV4 = 2;

    private static final int IPV6 = 10;

    /** Where the address starts: behind the family. */
    private static final int ADDRESS = 4;

    NtopFunction() {
        super("ntop");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr argument = call.arguments().getLast();
        Typed.Expr address = context.value(argument);
        Type type = address.type();
        if (type instanceof Type.Unknown) {
            return new Typed.Invalid(call.span());
        }
        boolean number = type instanceof Type.Int;
        if (!number && bytes(type) != 4 && bytes(type) != 16) {
            return context.wrong(
                    call, argument, "an integer, or an array of 4 or 16 bytes", CheckContext.describe(type));
        }
        Typed.Expr family = call.arguments().size() == 2
                ? family(call, context)
                : new Typed.Constant(bytes(type) == 16 ? IPV6 : IPV4, Type.Int.INT32, call.span());
        return family == null
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(family, address), new Type.Rendered(Rendering.INET), call.span());
    }

    private static Typed.@Nullable Expr family(Ast.Call call, CheckContext context) {
        Ast.Expr argument = call.arguments().getFirst();
        if (argument instanceof Ast.Name name
                && (name.name().equals("AF_INET") || name.name().equals("AF_INET6"))) {
            return new Typed.Constant(name.name().equals("AF_INET") ? IPV4 : IPV6, Type.Int.INT32, name.span());
        }
        Typed.Expr family = context.integer(call, argument);
        if (family instanceof Typed.Constant constant && constant.value() != IPV4 && constant.value() != IPV6) {
            context.error(
                    Code.WRONG_ARGUMENT,
                    argument.span(),
                    "ntop() knows addresses of the families AF_INET (2) and AF_INET6 (10), not of " + constant.value());
            return null;
        }
        return family instanceof Typed.Invalid ? null : family;
    }

    /** How many bytes an array of bytes has; 0 for what is none. */
    private static int bytes(Type type) {
        boolean array = type instanceof Type.Array of && of.element().size() == 1;
        return array || type instanceof Type.Str ? type.size() : 0;
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        IrBuilder ir = lowering.ir();
        Typed.Expr address = call.arguments().get(1);
        Operand family = lowering.value(call.arguments().get(0));
        Place at = place.at(ADDRESS);
        int size = 4;
        if (address.type() instanceof Type.Int) {
            ir.store(Width.WORD, at.base(), at.offset(), lowering.value(address));
        } else {
            size = address.type().size();
            lowering.write(address, address.type(), at);
        }
        ir.zero(at.base(), at.offset() + size, 16 - size);
        ir.store(Width.WORD, place.base(), place.offset(), family);
    }
}
