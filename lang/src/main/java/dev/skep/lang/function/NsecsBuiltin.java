package dev.skep.lang.function;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * {@code nsecs}: nanoseconds since boot, time asleep included (kernel 5.8); {@code nsecs(monotonic)} without it, {@code
 * nsecs(tai)} by the clock TAI (kernel 6.1).
 */
final class NsecsBuiltin extends Function {
    private static final List<String> CLOCKS = List.of("boot", "monotonic", "tai");

    NsecsBuiltin() {
        super("nsecs");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 1)) {
            return new Typed.Invalid(call.span());
        }
        if (call.arguments().isEmpty()) {
            return typed(0, call.span());
        }
        Ast.Expr argument = call.arguments().getFirst();
        String name = argument instanceof Ast.Name clock ? clock.name() : "";
        int clock = CLOCKS.indexOf(name);
        if (clock < 0) {
            return context.error(
                    Code.WRONG_ARGUMENT,
                    argument.span(),
                    "nsecs() expects the name of a clock: boot, monotonic or tai",
                    Suggestions.hints(name, CLOCKS));
        }
        return typed(clock, call.span());
    }

    /** The clock becomes an argument, as its index. */
    private Typed.Expr typed(int clock, Span span) {
        Typed.Expr index = new Typed.Constant(clock, Type.Int.INT8, span);
        return new Typed.Call(this, List.of(index), Type.Int.UINT64, span);
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        int clock = (int) ((Typed.Constant) call.arguments().getFirst()).value();
        Helper helper = switch (clock) {
            case 0 -> Helper.KTIME_GET_BOOT_NS;
            case 1 -> Helper.KTIME_GET_NS;
            default -> Helper.KTIME_GET_TAI_NS;
        };
        return lowering.ir().call(helper);
    }
}
