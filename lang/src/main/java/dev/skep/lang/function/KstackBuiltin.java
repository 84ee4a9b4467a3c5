package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;

/** {@code kstack}, {@code kstack(limit)}: the kernel's stack, at most 127 frames of it. */
final class KstackBuiltin extends Function {
    /** The kernel's {@code PERF_MAX_STACK_DEPTH}: what {@code kernel.perf_event_max_stack} is unless it was changed. */
    private static final int MOST = 127;

    /** How the frames are to be printed. */
    private static final List<String> MODES = List.of("bpftrace", "perf", "raw", "build_id");

    KstackBuiltin() {
        super("kstack");
    }

    @Override
    public boolean bare() {
        return true;
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 0, 2)) {
            return new Typed.Invalid(call.span());
        }
        int limit = MOST;
        for (Ast.Expr argument : call.arguments()) {
            if (argument instanceof Ast.Name mode && MODES.contains(mode.name())) {
                if (!mode.name().equals("bpftrace")) {
                    return context.error(
                            Code.UNSUPPORTED_USE,
                            argument.span(),
                            "The stack mode '" + mode.name() + "' is not supported yet",
                            "leave it out");
                }
                continue;
            }
            Typed.Constant frames = context.constant(call, argument);
            if (frames == null) {
                return new Typed.Invalid(call.span());
            }
            if (frames.value() < 1 || frames.value() > MOST) {
                return context.error(
                        Code.ARGUMENT_RANGE,
                        argument.span(),
                        "A stack has 1 to " + MOST + " frames, not " + frames.value());
            }
            limit = (int) frames.value();
        }
        context.event()
                .needPlain("a kernel stack is taken: a raw tracepoint's begins with frames of the tracing itself");
        return new Typed.Call(this, List.of(), new Type.Stack(false, limit), call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.stacks().take((Type.Stack) call.type());
    }
}
