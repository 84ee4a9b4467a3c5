package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies a tree, with positional parameters replaced. */
final class ParameterReplacer implements Ast.StatementVisitor<Ast.Statement>, Ast.ExprVisitor<Ast.Expr> {
    private final PositionalParameters parameters;

    ParameterReplacer(PositionalParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Ast.Block block(Ast.Block block) {
        List<Ast.Statement> statements = new ArrayList<>(block.statements().size());
        for (Ast.Statement statement : block.statements()) {
            statements.add(statement.accept(this));
        }
        return new Ast.Block(statements, block.span());
    }

    @Override
    public Ast.Statement expression(Ast.ExpressionStatement statement) {
        return new Ast.ExpressionStatement(statement.expression().accept(this), statement.span());
    }

    @Override
    public Ast.Statement assign(Ast.Assign statement) {
        return new Ast.Assign(
                statement.target().accept(this),
                statement.operator(),
                statement.value().accept(this),
                statement.span());
    }

    @Override
    public Ast.Statement declare(Ast.Declare statement) {
        Ast.Expr value = statement.value();
        return new Ast.Declare(statement.variable(), value == null ? null : value.accept(this), statement.span());
    }

    @Override
    public Ast.Statement branch(Ast.If statement) {
        Ast.Statement otherwise = statement.otherwise();
        return new Ast.If(
                statement.condition().accept(this),
                block(statement.then()),
                otherwise == null ? null : otherwise.accept(this),
                statement.span());
    }

    private List<Ast.Expr> all(List<Ast.Expr> exprs) {
        List<Ast.Expr> replaced = new ArrayList<>(exprs.size());
        for (Ast.Expr expr : exprs) {
            replaced.add(expr.accept(this));
        }
        return replaced;
    }

    @Override
    public Ast.Expr positional(Ast.Positional expr) {
        return parameters.value(expr);
    }

    @Override
    public Ast.Expr call(Ast.Call expr) {
        Ast.Expr text = expr.name().equals("str") && !expr.arguments().isEmpty() ? string(expr) : null;
        if (text == null) {
            return new Ast.Call(expr.name(), expr.nameSpan(), all(expr.arguments()), expr.span());
        }
        if (expr.arguments().size() == 1) {
            return text;
        }
        List<Ast.Expr> arguments =
                all(expr.arguments().subList(1, expr.arguments().size()));
        arguments.addFirst(text);
        return new Ast.Call(expr.name(), expr.nameSpan(), arguments, expr.span());
    }

    /** The string that {@code str($1)} or {@code str($1 + 2)} is, or null if the call is another one. */
    private Ast.@Nullable Expr string(Ast.Call call) {
        Ast.Expr argument = call.arguments().getFirst();
        Span span = call.arguments().size() == 1 ? call.span() : argument.span();
        if (argument instanceof Ast.Positional positional && positional.index() > 0) {
            return new Ast.StringLiteral(parameters.text(positional.index(), positional.span()), span);
        }
        if (!(argument instanceof Ast.Binary sum
                && sum.operator() == Ast.BinaryOperator.ADD
                && sum.left() instanceof Ast.Positional positional
                && positional.index() > 0
                && sum.right() instanceof Ast.IntegerLiteral offset)) {
            return null;
        }
        byte[] bytes = parameters.text(positional.index(), positional.span()).getBytes(StandardCharsets.UTF_8);
        if (offset.value() < 0 || offset.value() > bytes.length) {
            parameters
                    .diagnostics()
                    .error(
                            Code.PARAMETER_OFFSET,
                            argument.span(),
                            "the offset is behind the end of the parameter, which has " + bytes.length + " bytes");
            return new Ast.StringLiteral("", span);
        }
        int skipped = (int) offset.value();
        return Ast.StringLiteral.of(Arrays.copyOfRange(bytes, skipped, bytes.length), span);
    }

    @Override
    public Ast.Expr integer(Ast.IntegerLiteral expr) {
        return expr;
    }

    @Override
    public Ast.Expr string(Ast.StringLiteral expr) {
        return expr;
    }

    @Override
    public Ast.Expr bool(Ast.BoolLiteral expr) {
        return expr;
    }

    @Override
    public Ast.Expr name(Ast.Name expr) {
        return expr;
    }

    @Override
    public Ast.Expr variable(Ast.Variable expr) {
        return expr;
    }

    @Override
    public Ast.Expr mapAccess(Ast.MapAccess expr) {
        return new Ast.MapAccess(expr.name(), all(expr.keys()), expr.span());
    }

    @Override
    public Ast.Expr member(Ast.Member expr) {
        return new Ast.Member(expr.object().accept(this), expr.field(), expr.fieldSpan(), expr.span());
    }

    @Override
    public Ast.Expr unary(Ast.Unary expr) {
        return new Ast.Unary(expr.operator(), expr.operand().accept(this), expr.span());
    }

    @Override
    public Ast.Expr increment(Ast.Increment expr) {
        return new Ast.Increment(expr.target().accept(this), expr.amount(), expr.prefix(), expr.span());
    }

    @Override
    public Ast.Expr binary(Ast.Binary expr) {
        return new Ast.Binary(
                expr.operator(), expr.left().accept(this), expr.right().accept(this), expr.span());
    }

    @Override
    public Ast.Expr conditional(Ast.Conditional expr) {
        return new Ast.Conditional(
                expr.condition().accept(this),
                expr.yes().accept(this),
                expr.no().accept(this),
                expr.span());
    }

    @Override
    public Ast.Expr cast(Ast.Cast expr) {
        return new Ast.Cast(expr.type(), expr.typeSpan(), expr.operand().accept(this), expr.span());
    }

    @Override
    public Ast.Expr tuple(Ast.Tuple expr) {
        return new Ast.Tuple(all(expr.elements()), expr.span());
    }
}
