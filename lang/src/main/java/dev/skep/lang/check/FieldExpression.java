package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.probe.ProbePoint;
import dev.skep.lang.source.Source;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Parser;
import dev.skep.lang.target.TracepointFormat;
import dev.skep.lang.type.Type;
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
        return check(text, context(point, setting, diagnostics), diagnostics);
    }

    /**
     * Checks an expression that is to stand for a field of another probe.
     *
     * @param text an expression over the probe's {@code args}
     * @param field what it stands for; a list of values, {@code (a, b, c)}, stands for an array
     * @param point the probe that it is evaluated in
     * @return null if it has no meaning there, or none that the field could have
     */
    public static Typed.@Nullable Expr check(
            String text, TracepointFormat.Field field, ProbePoint point, Setting setting) {
        Diagnostics diagnostics = new Diagnostics();
        CheckContext context = context(point, setting, diagnostics);
        Typed.Expr expression = check(text, context, diagnostics);
        Type type = FieldTypes.of(field, context);
        return expression == null || type == null ? null : as(type, expression, context);
    }

    /** The element of an array for which an expression stands; null if it does not name its elements. */
    public static Typed.@Nullable Expr element(Typed.Expr array, int index) {
        if (array instanceof Typed.Tuple tuple) {
            return tuple.elements().get(index);
        }
        if (array instanceof Typed.Conditional choice) {
            Typed.Expr yes = element(choice.yes(), index);
            Typed.Expr no = element(choice.no(), index);
            return yes == null || no == null
                    ? null
                    : new Typed.Conditional(choice.condition(), yes, no, yes.type(), choice.span());
        }
        return null;
    }

    /** Whether two types of C are the same but for qualifiers, or integers of the same size and sign. */
    public static boolean isSameType(String left, String right) {
        String a = unqualified(left);
        String b = unqualified(right);
        Type.Int integer = CTypes.integer(a);
        return a.equals(b) || integer != null && integer.equals(CTypes.integer(b));
    }

    private static String unqualified(String type) {
        return type.replace("const ", "")
                .replace(" *", "*")
                .replace("* const", "*")
                .replace("*const", "*")
                .strip();
    }

    private static CheckContext context(ProbePoint point, Setting setting, Diagnostics diagnostics) {
        Variables variables = new Variables();
        variables.begin();
        return new CheckContext(diagnostics, new Inference(), variables, new EventView(point), setting, 0);
    }

    private static Typed.@Nullable Expr check(String text, CheckContext context, Diagnostics diagnostics) {
        Ast.Script script =
                Parser.parse(new Source(context.event().name(), "begin { _ = (" + text + "); }"), diagnostics);
        if (diagnostics.hasErrors()
                || !(script.probes().getFirst().body().statements().getFirst() instanceof Ast.Discard discard)) {
            throw new IllegalArgumentException("no expression of the language: " + text);
        }
        Typed.Expr typed = context.expressions().value(discard.value());
        return diagnostics.hasErrors() ? null : typed;
    }

    /** The expression as a value of a field's type, or null if it cannot be one. A register is cut where it is used. */
    private static Typed.@Nullable Expr as(Type type, Typed.Expr expression, CheckContext context) {
        Type from = expression.type();
        if (type instanceof Type.Str) {
            boolean same = from instanceof Type.Str && from.size() == type.size();
            return same ? expression : from instanceof Type.Str ? cast(type, expression, context) : null;
        }
        if (type instanceof Type.Array array) {
            return from.size() == array.size() && isArray(from, array.element()) ? expression : null;
        }
        if (type instanceof Type.Bool) {
            return OperatorRules.isNumber(from) ? cast(type, expression, context) : null;
        }
        boolean scalar = OperatorRules.isNumber(type) || type instanceof Type.Pointer;
        return scalar && (OperatorRules.isNumber(from) || from instanceof Type.Pointer) ? expression : null;
    }

    private static Typed.Expr cast(Type to, Typed.Expr expression, CheckContext context) {
        return new CastRules(context).cast(to, expression, expression.span());
    }

    /** Whether values of a type lie in memory as an array of elements of another. */
    private static boolean isArray(Type type, Type element) {
        if (type instanceof Type.Array array) {
            return array.element().size() == element.size();
        }
        if (!(type instanceof Type.Tuple tuple)) {
            return false;
        }
        for (Type each : tuple.elements()) {
            if (each.size() != element.size()) {
                return false;
            }
        }
        return true;
    }
}
