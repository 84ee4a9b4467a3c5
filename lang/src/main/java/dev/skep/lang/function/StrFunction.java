package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.lower.Place;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code str(address)}, {@code str(address, length)}: the string at an address, its NUL among the {@code length} bytes. What
 * cannot be read is an empty string, and is counted. Of what is a string already, it is the string.
 */
final class StrFunction extends Function {
    StrFunction() {
        super("str");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        Typed.Expr address = context.value(first);
        Typed.Expr length = call.arguments().size() < 2
                ? new Typed.Constant(context.limits().stringCapacity(), Type.Int.INT32, call.span())
                : length(call, call.arguments().get(1), context);
        Type type = address.type();
        if (length == null || type instanceof Type.Unknown) {
            return new Typed.Invalid(call.span());
        }
        if (type instanceof Type.Str) {
            return address;
        }
        if (type instanceof Type.Int) {
            // A number says nothing of where it points: it is taken for what the event's own addresses are.
            address = new Typed.Call(
                    new AddressSpaceFunction("ptr", context.event().addresses()),
                    List.of(address),
                    new Type.Pointer(Type.Int.INT8, context.event().addresses()),
                    address.span());
        } else if (!(type instanceof Type.Pointer)) {
            return context.wrong(call, first, "an integer or a pointer", CheckContext.describe(type));
        }
        int capacity = length instanceof Typed.Constant constant
                ? (int) constant.value()
                : context.limits().stringCapacity();
        return new Typed.Call(this, List.of(address, length), new Type.Str(capacity), call.span());
    }

    private static Typed.@Nullable Expr length(Ast.Call call, Ast.Expr argument, CheckContext context) {
        Typed.Expr length = context.integer(call, argument);
        if (length instanceof Typed.Invalid) {
            return null;
        }
        if (!(length instanceof Typed.Constant constant)) {
            return length;
        }
        int most = context.limits().stringCapacity();
        if (constant.value() < 1) {
            context.error(
                    Code.ARGUMENT_RANGE,
                    argument.span(),
                    "str() cannot read a string of " + constant.value() + " bytes",
                    "the NUL at its end counts too");
            return null;
        }
        if (constant.value() > most) {
            context.warning(
                    Code.STRING_SHORTENED,
                    argument.span(),
                    "length param (" + constant.value() + ") is too long and will be shortened to " + most + " bytes",
                    "max_strlen sets the most bytes of a string");
            return new Typed.Constant(most, Type.Int.INT32, argument.span());
        }
        return constant;
    }

    @Override
    public void lowerInto(Typed.Call call, Place place, Lowering lowering) {
        Typed.Expr address = call.arguments().get(0);
        Typed.Expr length = call.arguments().get(1);
        int capacity = call.type().size();
        Operand from = lowering.value(address);
        Operand size = Operand.of(capacity);
        if (!(length instanceof Typed.Constant)) {
            size = lowering.atMost(lowering.value(length), capacity);
        }
        boolean user = address.type() instanceof Type.Pointer pointer && pointer.space() == Type.AddressSpace.USER;
        lowering.readString(
                user ? Helper.PROBE_READ_USER_STR : Helper.PROBE_READ_KERNEL_STR, from, size, capacity, place);
    }
}
