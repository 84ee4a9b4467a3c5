package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.format.FormatProblem;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import dev.skep.lang.value.Escaping;
import dev.skep.lang.value.TextBuffer;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code fail(format, ...)}: refuses to compile the script if the program may come there, which branches that are known not
 * to be taken keep it from. The arguments are literals.
 */
final class FailFunction extends Function {
    FailFunction() {
        super("fail");
    }

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, FormatString.MOST_ARGUMENTS + 1)) {
            return new Typed.Invalid(call.span());
        }
        Typed.Text format = context.text(call, call.arguments().getFirst());
        List<Type> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        boolean valid = format != null;
        for (Ast.Expr argument : call.arguments().subList(1, call.arguments().size())) {
            Typed.Expr typed = context.value(argument);
            Value value = value(typed);
            if (value == null && !(typed instanceof Typed.Invalid)) {
                context.wrong(call, argument, "literals", "what is not known beforehand");
            }
            valid &= value != null;
            types.add(typed.type());
            values.add(value == null ? new Value.Bool(false) : value);
        }
        if (!valid || format == null) {
            return new Typed.Invalid(call.span());
        }
        FormatString parsed = FormatString.parse(format.literal().value());
        for (FormatProblem problem : parsed.check(types)) {
            return context.error(Code.BAD_FORMAT, call.span(), "fail: " + problem.message());
        }
        if (context.isReachable()) {
            TextBuffer text = new TextBuffer();
            parsed.render(values, text, Escaping.NONE);
            return context.error(Code.ASSERTION_FAILED, call.span(), text.toString());
        }
        return new Typed.Call(this, List.of(), Type.None.NONE, call.span());
    }

    private static @Nullable Value value(Typed.Expr expr) {
        if (expr instanceof Typed.Constant constant) {
            return new Value.Int(constant.value(), constant.type().signed());
        } else if (expr instanceof Typed.Text text) {
            return new Value.Str(text.bytes(), false);
        }
        return expr instanceof Typed.Bool bool ? new Value.Bool(bool.value()) : null;
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        return Operand.of(0);
    }
}
