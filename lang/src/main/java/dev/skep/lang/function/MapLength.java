package dev.skep.lang.function;

import dev.skep.lang.check.CheckContext;
import dev.skep.lang.check.Typed;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.List;

/**
 * {@code len(@map)}: how many elements a map has, counted in a loop: {@code { let $n = 0; for ($_ : @map) { $n++; } $n }}.
 * What comes or goes meanwhile may be counted or not.
 */
final class MapLength {
    /** No script can write it. */
    private static final String COUNT = "len()";

    private MapLength() {}

    static Typed.Expr check(Ast.Call call, CheckContext context) {
        Ast.Expr argument = call.arguments().getFirst();
        Typed.MapName name = context.map(call, argument);
        if (name == null) {
            return new Typed.Invalid(call.span());
        }
        if (name.map().scalar()) {
            return context.error(
                    Code.WRONG_ARGUMENT, argument.span(), "len() expects a map with explicit keys (non-scalar map)");
        }
        if (name.map().value() instanceof Aggregate.Hist || name.map().value() instanceof Aggregate.Lhist) {
            return context.error(
                    Code.UNSUPPORTED_USE, argument.span(), "len() of a map of histograms is not supported yet");
        }
        Typed.Expr value = context.expand(call, MapLength::loop);
        return value instanceof Typed.Invalid ? value : new Typed.Cast(Type.Int.UINT64, value, call.span());
    }

    private static Ast.Expr loop(Ast.Call call) {
        Span span = call.span();
        Ast.MapAccess map = (Ast.MapAccess) call.arguments().getFirst();
        Ast.Variable count = new Ast.Variable(COUNT, span);
        Ast.Variable element = new Ast.Variable(COUNT + " element", span);
        Ast.Statement step = new Ast.ExpressionStatement(new Ast.Increment(count, 1, false, span), span);
        Ast.Block body = new Ast.Block(List.of(step), span);
        List<Ast.Statement> statements = List.of(
                new Ast.Assign(count, null, new Ast.IntegerLiteral(0, span), span),
                new Ast.For(element, new Ast.Elements(map), body, span));
        return new Ast.BlockExpression(statements, count, span);
    }
}
