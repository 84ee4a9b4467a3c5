package dev.skep.lang.resolve;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import dev.skep.lang.syntax.TypeName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies a tree, with positional parameters replaced. */
final class ParameterReplacer
        implements Ast.StatementVisitor<Ast.Statement>, Ast.ExprVisitor<Ast.Expr>, TypeName.Visitor<TypeName> {
    private final PositionalParameters parameters;

    ParameterReplacer(PositionalParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Ast.Block block(Ast.Block block) {
        return new Ast.Block(statements(block.statements()), block.span());
    }

    private List<Ast.Statement> statements(List<Ast.Statement> written) {
        List<Ast.Statement> statements = new ArrayList<>(written.size());
        for (Ast.Statement statement : written) {
            statements.add(statement.accept(this));
        }
        return statements;
    }

    private Ast.@Nullable Expr optional(Ast.@Nullable Expr expr) {
        return expr == null ? null : expr.accept(this);
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
        TypeName type = statement.type();
        return new Ast.Declare(
                statement.variable(),
                type == null ? null : type.accept(this),
                optional(statement.value()),
                statement.span());
    }

    @Override
    public Ast.Statement discard(Ast.Discard statement) {
        return new Ast.Discard(statement.value().accept(this), statement.span());
    }

    @Override
    public Ast.Statement forLoop(Ast.For statement) {
        Ast.Iterated iterated = statement.iterated();
        if (iterated instanceof Ast.Range range) {
            iterated = new Ast.Range(range.from().accept(this), range.to().accept(this), range.span());
        }
        return new Ast.For(statement.variable(), iterated, block(statement.body()), statement.span());
    }

    @Override
    public Ast.Statement whileLoop(Ast.While statement) {
        return new Ast.While(statement.condition().accept(this), block(statement.body()), statement.span());
    }

    @Override
    public Ast.Statement unroll(Ast.Unroll statement) {
        return new Ast.Unroll(statement.count().accept(this), block(statement.body()), statement.span());
    }

    @Override
    public Ast.Statement breakLoop(Ast.Break statement) {
        return statement;
    }

    @Override
    public Ast.Statement continueLoop(Ast.Continue statement) {
        return statement;
    }

    @Override
    public Ast.Statement returnFrom(Ast.Return statement) {
        return new Ast.Return(optional(statement.value()), statement.span());
    }

    @Override
    public Ast.Statement importFile(Section.Import statement) {
        return statement;
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
        return new Ast.Member(expr.object().accept(this), expr.field(), expr.fieldSpan(), expr.arrow(), expr.span());
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
                expr.condition().accept(this), optional(expr.yes()), expr.no().accept(this), expr.span());
    }

    @Override
    public Ast.Expr cast(Ast.Cast expr) {
        return new Ast.Cast(expr.type().accept(this), expr.operand().accept(this), expr.span());
    }

    @Override
    public Ast.Expr tuple(Ast.Tuple expr) {
        return new Ast.Tuple(all(expr.elements()), expr.span());
    }

    @Override
    public Ast.Expr record(Ast.RecordLiteral expr) {
        List<Ast.RecordLiteral.NamedValue> fields =
                new ArrayList<>(expr.fields().size());
        for (Ast.RecordLiteral.NamedValue field : expr.fields()) {
            fields.add(new Ast.RecordLiteral.NamedValue(
                    field.name(), field.nameSpan(), field.value().accept(this)));
        }
        return new Ast.RecordLiteral(fields, expr.span());
    }

    @Override
    public Ast.Expr index(Ast.Index expr) {
        return new Ast.Index(expr.object().accept(this), expr.index().accept(this), expr.span());
    }

    @Override
    public Ast.Expr sizeOf(Ast.SizeOf expr) {
        return new Ast.SizeOf(expr.type().accept(this), expr.span());
    }

    @Override
    public Ast.Expr offsetOf(Ast.OffsetOf expr) {
        return new Ast.OffsetOf(expr.type().accept(this), expr.fields(), expr.fieldsSpan(), expr.span());
    }

    @Override
    public Ast.Expr typeInfo(Ast.TypeInfo expr) {
        return new Ast.TypeInfo(expr.type().accept(this), expr.span());
    }

    @Override
    public Ast.Expr type(Ast.TypeExpr expr) {
        return new Ast.TypeExpr(expr.type().accept(this), expr.span());
    }

    @Override
    public Ast.Expr branch(Ast.IfExpression expr) {
        return new Ast.IfExpression(
                expr.condition().accept(this),
                block(expr.then()),
                expr.otherwise().accept(this),
                expr.span());
    }

    @Override
    public Ast.BlockExpression block(Ast.BlockExpression expr) {
        return new Ast.BlockExpression(statements(expr.statements()), optional(expr.value()), expr.span());
    }

    @Override
    public Ast.Expr comptime(Ast.Comptime expr) {
        return new Ast.Comptime(expr.operand().accept(this), expr.span());
    }

    // ------------------------------------------------------------------------------------------------------- types

    @Override
    public TypeName named(TypeName.Named type) {
        return type;
    }

    @Override
    public TypeName tagged(TypeName.Tagged type) {
        return type;
    }

    @Override
    public TypeName pointer(TypeName.Pointer type) {
        return new TypeName.Pointer(type.target().accept(this), type.span());
    }

    @Override
    public TypeName array(TypeName.Array type) {
        return new TypeName.Array(type.element().accept(this), optional(type.count()), type.span());
    }

    @Override
    public TypeName typeOf(TypeName.TypeOf type) {
        return new TypeName.TypeOf(type.operand().accept(this), type.explicit(), type.span());
    }
}
