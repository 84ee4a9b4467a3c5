package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code buf(address, length)}: the bytes at an address; what cannot be read is empty, and is counted. {@code buf(array)},
 * {@code buf(string)}: its bytes, all or as many as a length says.
 */
final class BufFunction extends Function {
    BufFunction() {
        super("buf");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        Typed.Expr data = context.value(first);
        Type type = data.type();
        Typed.Expr length = call.arguments().size() < 2
                ? null
                : context.integer(call, call.arguments().get(1));
        if (type instanceof Type.Unknown || length instanceof Typed.Invalid) {
            return new Typed.Invalid(call.span());
        }
        if (type instanceof Type.Array || type instanceof Type.Str) {
            int size = type.size();
            length = length == null ? new Typed.Constant(size, Type.Int.INT32, call.span()) : length;
            return typed(data, length, size, call, context);
        }
        if (!(type instanceof Type.Int || type instanceof Type.Pointer)) {
            return context.wrong(
                    call, first, "an integer, a pointer, a string or an array", CheckContext.describe(type));
        }
        if (length == null) {
            return context.error(
                    Code.WRONG_ARGUMENT_COUNT,
                    call.span(),
                    "buf() of an address needs a length: how many bytes there are is not known");
        }
        Type.AddressSpace space = type instanceof Type.Pointer pointer
                ? pointer.space()
                : context.event().addresses();
        Typed.Expr address = new Typed.Call(
                new AddressSpaceFunction("ptr", space),
                List.of(data),
                new Type.Pointer(Type.Int.UINT8, space),
                data.span());
        return typed(address, length, context.limits().stringCapacity(), call, context);
    }

    private Typed.Expr typed(Typed.Expr data, Typed.Expr length, int most, Ast.Call call, CheckContext context) {
        if (!(length instanceof Typed.Constant constant)) {
            return new Typed.Call(this, List.of(data, length), new Type.Buffer(most), call.span());
        }
        Typed.Constant fit = fit(constant, most, call, context);
        return fit == null
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(data, fit), new Type.Buffer((int) fit.value()), call.span());
    }

    private static Typed.@Nullable Constant fit(Typed.Constant length, int most, Ast.Call call, CheckContext context) {
        if (length.value() < 1) {
            context.error(
                    Code.ARGUMENT_RANGE, length.span(), "buf() cannot read " + length.value() + " bytes: at least 1");
            return null;
        }
        if (length.value() <= most) {
            return length;
        }
        context.warning(
                Code.STRING_SHORTENED,
                call.arguments().get(1).span(),
                "length param (" + length.value() + ") is too long and will be shortened to " + most + " bytes",
                "max_strlen sets the most bytes that are read; an array has no more than its own");
        return new Typed.Constant(most, Type.Int.INT32, length.span());
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        lowering.bytes(
                (Type.Buffer) call.type(),
                call.arguments().get(0),
                call.arguments().get(1),
                place);
    }
}
