package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Diagnostics;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Number64;
import dev.skep.lang.syntax.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the values of positional parameters in the place of {@code $1}, {@code $2} and {@code $#}. A parameter is a number
 * where it looks like one and else a string; inside {@code str()} it is a string in any case, and {@code str($1 + 2)} is the
 * string without its first two bytes. One that was not given is 0, or the empty string, with a warning.
 */
final class PositionalParameters {
    private final List<String> values;
    private final Diagnostics diagnostics;

    PositionalParameters(List<String> values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Whether a script may have positional parameters: most have none and need no new tree. */
    static boolean isMentioned(Ast.Script script) {
        String text = script.span().source().text();
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
            char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
            if (next == '#' || (next >= '0' && next <= '9')) {
                return true;
            }
        }
        return false;
    }

    /** A probe with all parameters replaced. */
    Ast.Probe replace(Ast.Probe probe) {
        List<Ast.AttachPoint> points = new ArrayList<>();
        for (Ast.AttachPoint point : probe.attachPoints()) {
            List<Ast.AttachPoint.Part> parts = new ArrayList<>();
            for (Ast.AttachPoint.Part part : point.parts()) {
                parts.add(new Ast.AttachPoint.Part(inText(part), part.span()));
            }
            points.add(new Ast.AttachPoint(point.name(), parts, point.span()));
        }
        ParameterReplacer replacer = new ParameterReplacer(this);
        Ast.Expr predicate = probe.predicate();
        return new Ast.Probe(
                points,
                predicate == null ? null : predicate.accept(replacer),
                replacer.block(probe.body()),
                probe.span());
    }

    /** A map's declaration with all parameters replaced. */
    Section.MapDeclaration replace(Section.MapDeclaration map) {
        ParameterReplacer replacer = new ParameterReplacer(this);
        List<Ast.Expr> arguments = new ArrayList<>();
        for (Ast.Expr argument : map.arguments()) {
            arguments.add(argument.accept(replacer));
        }
        return new Section.MapDeclaration(
                map.name(), map.nameSpan(), map.kind(), map.kindSpan(), arguments, map.span());
    }

    /** An attach point's part: every parameter in it is text. */
    private String inText(Ast.AttachPoint.Part part) {
        String text = part.text();
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int digits = at + 1;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            if (text.charAt(at) != '$') {
                out.append(text.charAt(at++));
            } else if (digits > at + 1 && digits < at + 8) {
                out.append(text(Integer.parseInt(text, at + 1, digits, 10), part.span()));
                at = digits;
            } else if (text.startsWith("$#", at)) {
                out.append(values.size());
                at += 2;
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString();
    }

    /** The value as a string. */
    String text(int index, Span span) {
        if (index >= 1 && index <= values.size()) {
            return values.get(index - 1);
        }
        diagnostics.warning(
                Code.MISSING_PARAMETER,
                span,
                "Positional parameter $" + index + " is not supplied",
                "parameters stand behind the program; this one is 0 or the empty string now");
        return "";
    }

    /** The value as an expression: a number where it looks like one. */
    Ast.Expr value(Ast.Positional positional) {
        Span span = positional.span();
        if (positional.index() == 0) {
            return new Ast.IntegerLiteral(values.size(), span);
        }
        String text = text(positional.index(), span);
        if (text.isEmpty()) {
            return positional.index() > values.size()
                    ? new Ast.IntegerLiteral(0, span)
                    : new Ast.StringLiteral("", span);
        }
        boolean negative = text.length() > 1 && text.charAt(0) == '-';
        int start = negative ? 1 : 0;
        char first = text.charAt(start);
        if (first >= '0' && first <= '9') {
            Number64 number = Number64.parse(text, start, text.length());
            if (number.problem() == null) {
                Ast.Expr literal = new Ast.IntegerLiteral(number.value(), span);
                return negative ? new Ast.Unary(Ast.UnaryOperator.NEGATE, literal, span) : literal;
            }
        }
        return new Ast.StringLiteral(text, span);
    }
}
