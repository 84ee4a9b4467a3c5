package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code print(@map)}, {@code print(@map, top)}, {@code print(@map, top, div)}: prints a map as it is when user space hears
 * of it. {@code print(value)}: prints the value with a line break.
 */
final class PrintFunction extends Function {
    PrintFunction() {
        super("print");
    }

    @Override
    public boolean onlyReads() {
        return true;
    }

    @Override
    public boolean onlySends() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 3)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        if (first instanceof Ast.MapAccess access && access.keys().isEmpty()) {
            return checkMap(call, context);
        }
        if (call.arguments().size() > 1) {
            context.value(first);
            return context.error(
                    Code.WRONG_ARGUMENT_COUNT,
                    call.span(),
                    first instanceof Ast.MapAccess
                            ? "Single-value (i.e. indexed) map prints cannot be combined with top/div arguments"
                            : "Non-map print() only takes 1 argument, "
                                    + call.arguments().size() + " found");
        }
        Typed.Expr value = context.value(first);
        return value instanceof Typed.Invalid || !context.eventFits(call, List.of(value))
                ? new Typed.Invalid(call.span())
                : new Typed.Call(this, List.of(value), Type.None.NONE, call.span());
    }

    private Typed.Expr checkMap(Ast.Call call, CheckContext context) {
        List<Typed.Expr> arguments = new ArrayList<>(3);
        boolean valid = true;
        for (Ast.Expr argument : call.arguments()) {
            Typed.Expr typed = arguments.isEmpty() ? context.map(call, argument) : checkNumber(call, argument, context);
            valid &= typed != null;
            arguments.add(typed == null ? new Typed.Invalid(argument.span()) : typed);
        }
        return valid ? new Typed.Call(this, arguments, Type.None.NONE, call.span()) : new Typed.Invalid(call.span());
    }

    private static Typed.@Nullable Expr checkNumber(Ast.Call call, Ast.Expr argument, CheckContext context) {
        Typed.Constant number = context.constant(call, argument);
        boolean top = argument == call.arguments().get(1);
        if (number != null && (number.value() < 0 || top && number.value() > Integer.MAX_VALUE)) {
            context.error(
                    Code.ARGUMENT_RANGE,
                    argument.span(),
                    "The " + (top ? "number of entries" : "divisor") + " of print() is out of range: "
                            + (number.type().signed() ? number.value() : Long.toUnsignedString(number.value())));
            return null;
        }
        return number;
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        List<Typed.Expr> arguments = call.arguments();
        return arguments.getFirst() instanceof Typed.MapName map
                ? lowering.events()
                        .emit(call, List.of(), new PrintMap(map.map().name(), top(call), divisor(call), false))
                : lowering.events().emit(call, arguments, new PrintValue());
    }

    /** {@code print(@map); clear(@map)}: one step, so that nothing that is counted falls between the two. */
    @Override
    public boolean joins(Typed.Call call, Typed.Call next) {
        return call.arguments().getFirst() instanceof Typed.MapName printed
                && next.function() instanceof ClearFunction
                && next.arguments().getFirst() instanceof Typed.MapName cleared
                && printed.map() == cleared.map();
    }

    @Override
    public void lowerBoth(Typed.Call call, Typed.Call next, Lowering lowering) {
        String map = ((Typed.MapName) call.arguments().getFirst()).map().name();
        lowering.events().emit(call, List.of(), new PrintMap(map, top(call), divisor(call), true));
    }

    private static int top(Typed.Call call) {
        return call.arguments().size() > 1
                ? (int) ((Typed.Constant) call.arguments().get(1)).value()
                : 0;
    }

    /** As bpftrace has it, to divide by 0 is not to divide. */
    private static long divisor(Typed.Call call) {
        return call.arguments().size() > 2
                ? Math.max(1, ((Typed.Constant) call.arguments().get(2)).value())
                : 1;
    }

    private record PrintValue() implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            host.print(values.getFirst());
        }
    }

    private record PrintMap(String map, int top, long divisor, boolean clear) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            if (clear) {
                host.printAndClear(map, top, divisor);
            } else {
                host.printMap(map, top, divisor);
            }
        }
    }
}
