package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.format.FormatProblem;
import dev.skep.lang.format.FormatString;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.lower.Lowering;
import dev.skep.lang.script.Action;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A function with a format and values for it, as printf: the values are taken in the probe, the text is made of them in
 * user space.
 */
abstract class FormatFunction extends Function {
    FormatFunction(String name) {
        super(name);
    }

    /** What user space does. */
    abstract Action action(FormatString format);

    @Override
    public Typed.Expr check(Ast.Call call, CheckContext context) {
        if (!context.arity(call, 1, FormatString.MOST_ARGUMENTS + 1)) {
            return new Typed.Invalid(call.span());
        }
        List<Ast.Expr> given = call.arguments();
        Typed.Text format = context.text(call, given.getFirst());
        List<Typed.Expr> arguments = new ArrayList<>(given.size());
        List<Type> types = new ArrayList<>(given.size());
        boolean valid = format != null;
        for (Ast.Expr argument : given.subList(1, given.size())) {
            Typed.Expr value = context.value(argument);
            valid &= !(value instanceof Typed.Invalid);
            arguments.add(value);
            types.add(value.type());
        }
        if (!valid || format == null) {
            return new Typed.Invalid(call.span());
        }
        List<FormatProblem> problems =
                FormatString.parse(format.literal().value()).check(types);
        for (FormatProblem problem : problems) {
            Span place = problem.argument() < 0
                    ? call.span()
                    : given.get(problem.argument() + 1).span();
            context.error(Code.BAD_FORMAT, place, name() + ": " + problem.message());
        }
        if (!problems.isEmpty() || !context.eventFits(call, arguments)) {
            return new Typed.Invalid(call.span());
        }
        arguments.addFirst(format);
        return new Typed.Call(this, arguments, Type.None.NONE, call.span());
    }

    @Override
    public Operand lower(Typed.Call call, Lowering lowering) {
        List<Typed.Expr> arguments = call.arguments();
        String format = ((Typed.Text) arguments.getFirst()).literal().value();
        return lowering.events().emit(call, arguments.subList(1, arguments.size()), action(FormatString.parse(format)));
    }
}
