package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import org.jspecify.annotations.Nullable;

/** An expression of the language that is no part of a script: it says where else an event's field can be had. */
public final class FieldExpression {
    private FieldExpression() {}

    /**
     * Checks an expression for a probe.
     *
     * @param text an expression over the probe's {@code args}
     * @param point the probe that it is evaluated in
     * @return null if it has no meaning there: the kernel's types are not those that it was written for
     */
    public static Typed.@Nullable Expr check(String text, ProbePoint point, Setting setting) {
        Diagnostics diagnostics = new Diagnostics();
        Ast.Script script = Parser.parse(new Source(point.name(), "begin { _ = (" + text + "); }"), diagnostics);
        if (diagnostics.hasErrors()
                || !(script.probes().getFirst().body().statements().getFirst() instanceof Ast.Discard discard)) {
            throw new IllegalArgumentException("no expression of the language: " + text);
        }
        Variables variables = new Variables();
        variables.begin();
        CheckContext context =
                new CheckContext(diagnostics, new Inference(), variables, new EventView(point), setting, 0);
        Typed.Expr typed = context.expressions().value(discard.value());
        return diagnostics.hasErrors() ? null : typed;
    }
}
