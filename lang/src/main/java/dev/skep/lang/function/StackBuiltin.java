package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.ConfigKey;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.StackMode;
import dev.skep.lang.type.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code kstack}, {@code ustack}: the stack of the kernel or of user space, at most 127 frames of it; {@code kstack(mode)},
 * {@code kstack(limit)}, {@code kstack(mode, limit)}. Without a mode it is the script's {@code stack_mode}.
 */
final class StackBuiltin extends Function {
    /** The kernel's {@code PERF_MAX_STACK_DEPTH}: what {@code kernel.perf_event_max_stack} is unless it was changed. */
    private static final int MOST = 127;

    private final boolean user;

    /** @param user whether it is the stack of user space */
    StackBuiltin(String name, boolean user) {
        super(name);
        this.user = user;
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
        List<Ast.Expr> arguments = call.arguments();
        boolean named = !arguments.isEmpty() && arguments.getFirst() instanceof Ast.Name name && isMode(name, context);
        StackMode mode = named ? mode((Ast.Name) arguments.getFirst()) : standard(context);
        if (mode == null) {
            Ast.Expr written = arguments.getFirst();
            return context.error(
                    Code.WRONG_ARGUMENT,
                    written.span(),
                    "Unknown stack mode: '" + written.span().text() + "'",
                    "there are bpftrace, perf, raw and build_id");
        }
        if (mode == StackMode.BUILD_ID && !user) {
            return context.error(
                    Code.WRONG_ARGUMENT,
                    call.span(),
                    "The stack mode 'build_id' is one of ustack: the kernel has no file",
                    "write " + name() + "(bpftrace)");
        }
        if (arguments.size() == 2 && !named) {
            return context.wrong(call, arguments.getFirst(), "a stack mode before the limit", "something else");
        }
        Ast.Expr written = arguments.size() == (named ? 2 : 1) ? arguments.getLast() : null;
        int limit = written == null ? MOST : limit(call, written, context);
        if (limit == 0) {
            return new Typed.Invalid(call.span());
        }
        if (!user) {
            context.event()
                    .needPlain("a kernel stack is taken: a raw tracepoint's begins with frames of the tracing itself");
        }
        return new Typed.Call(this, List.of(), new Type.Stack(user, mode, limit), call.span());
    }

    /** Whether a name stands for a mode, be it one or not, and not for a number. */
    private static boolean isMode(Ast.Name name, CheckContext context) {
        return mode(name) != null || !context.isKnownName(name.name());
    }

    private static @Nullable StackMode mode(Ast.Name name) {
        return StackMode.of(name.name());
    }

    private static StackMode standard(CheckContext context) {
        return Objects.requireNonNull(StackMode.of(context.config().text(ConfigKey.STACK_MODE)));
    }

    /** The limit; 0 after an error. */
    private static int limit(Ast.Call call, Ast.Expr written, CheckContext context) {
        Typed.Constant frames = context.constant(call, written);
        if (frames == null) {
            return 0;
        }
        if (frames.value() < 1 || frames.value() > MOST) {
            context.error(
                    Code.ARGUMENT_RANGE, written.span(), "A stack has 1 to " + MOST + " frames, not " + frames.value());
            return 0;
        }
        return (int) frames.value();
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return lowering.stacks().take(call);
    }
}
