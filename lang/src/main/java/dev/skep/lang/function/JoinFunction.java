package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.script.Host;
import dev.skep.lang.script.Limits;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code join(char *words[])}, {@code join(char *words[], separator)}: prints strings, the addresses of which stand one
 * behind the other up to a 0, in one line; at most {@value #WORDS} of them, and {@code ..} for those behind.
 */
final class JoinFunction extends Function {
    /** As bpftrace has it. */
    private static final int WORDS = 16;

    JoinFunction() {
        super("join");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, 2)) {
            return new Typed.Invalid(call.span());
        }
        Ast.Expr first = call.arguments().getFirst();
        Typed.Expr words = context.value(first);
        Typed.Text separator = call.arguments().size() < 2
                ? new Typed.Text(new Ast.StringLiteral(" ", call.span()), new Type.Str(2))
                : context.text(call, call.arguments().get(1));
        Type type = words.type();
        if (separator == null || type instanceof Type.Unknown) {
            return new Typed.Invalid(call.span());
        }
        if (!(type instanceof Type.Int || type instanceof Type.Pointer)) {
            return context.wrong(call, first, "an integer or a pointer", CheckContext.describe(type));
        }
        Type.AddressSpace space = type instanceof Type.Pointer pointer
                ? pointer.space()
                : context.event().addresses();
        // As many bytes of each as fit one event; the NUL at its end is the last.
        int capacity = Math.min(context.limits().stringCapacity(), Limits.EVENT_BYTES / WORDS - 8);
        Type list = new Type.Pointer(new Type.Pointer(new Type.Str(capacity), space), space);
        Typed.Expr address = new Typed.Call(new AddressSpaceFunction("ptr", space), List.of(words), list, first.span());
        return new Typed.Call(this, List.of(address, separator), Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        Typed.Text separator = (Typed.Text) call.arguments().get(1);
        Typed.Expr words = call.arguments().getFirst();
        return lowering.events()
                .emitWords(call, words, WORDS, new Joined(separator.literal().value()));
    }

    /** @param separator between two words */
    private record Joined(String separator) implements Action {
        @Override
        public void run(List<Value> values, Host host) {
            int count = (int) ((Value.Int) values.getFirst()).value();
            List<Value> words = new ArrayList<>(values.subList(1, 1 + Math.min(count, WORDS)));
            if (count > WORDS) {
                words.add(new Value.Literal(".."));
            }
            host.join(words, separator);
        }
    }
}
