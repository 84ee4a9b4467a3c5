package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.function.MapFunction;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import dev.skep.lang.syntax.TypeName;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/** The types of statements. A statement with an error leaves nothing in the tree: the tree is not used then. */
final class StatementChecker implements Ast.StatementVisitor<Typed.Statement> {
    private final CheckContext context;
    private final ExprChecker expressions;
    private final Variables variables;
    private final Names names;

    StatementChecker(CheckContext context, Variables variables, Names names) {
        this.context = context;
        this.expressions = context.expressions();
        this.variables = variables;
        this.names = names;
    }

    @Override
    public Typed.Block block(Ast.Block block) {
        variables.enter();
        List<Typed.Statement> statements = new ArrayList<>(block.statements().size());
        for (Ast.Statement statement : block.statements()) {
            statements.add(statement.accept(this));
        }
        variables.leave();
        return new Typed.Block(statements, block.span());
    }

    @Override
    public Typed.Statement expression(Ast.ExpressionStatement statement) {
        Typed.Expr expr = expressions.any(statement.expression());
        Type type = expr.type();
        if (!(type instanceof Type.None || type instanceof Type.Unknown || Effects.in(expr))) {
            context.warning(Code.DISCARDED_VALUE, statement.expression().span(), "Return value discarded.");
        }
        return new Typed.Evaluate(expr, statement.span());
    }

    @Override
    public Typed.Statement branch(Ast.If statement) {
        Typed.Expr condition = expressions.condition(statement.condition());
        Typed.Block then = block(statement.then());
        Ast.Statement otherwise = statement.otherwise();
        return new Typed.If(condition, then, otherwise == null ? null : otherwise.accept(this), statement.span());
    }

    // ---------------------------------------------------------------------------------------------- not supported yet

    private Typed.Statement later(String what, Span span) {
        context.error(Code.UNSUPPORTED_SYNTAX, span, what + " is not supported yet");
        return nothing(span);
    }

    @Override
    public Typed.Statement discard(Ast.Discard statement) {
        return later("'_ = value'", statement.span());
    }

    @Override
    public Typed.Statement forLoop(Ast.For statement) {
        return later("'for'", statement.span());
    }

    @Override
    public Typed.Statement whileLoop(Ast.While statement) {
        return later("'while'", statement.span());
    }

    @Override
    public Typed.Statement unroll(Ast.Unroll statement) {
        return later("'unroll'", statement.span());
    }

    @Override
    public Typed.Statement breakLoop(Ast.Break statement) {
        return later("'break'", statement.span());
    }

    @Override
    public Typed.Statement continueLoop(Ast.Continue statement) {
        return later("'continue'", statement.span());
    }

    @Override
    public Typed.Statement returnFrom(Ast.Return statement) {
        return later("'return'", statement.span());
    }

    @Override
    public Typed.Statement importFile(Section.Import statement) {
        return later("An import in a block", statement.span());
    }

    // --------------------------------------------------------------------------------------------------- variables

    @Override
    public Typed.Statement declare(Ast.Declare statement) {
        TypeName type = statement.type();
        if (type != null) {
            context.error(Code.UNSUPPORTED_SYNTAX, type.span(), "The type of a declaration is not supported yet");
        }
        Ast.Expr value = statement.value();
        // The value is checked before the variable begins: it may be another variable's of the same name, and is not
        // its own.
        Typed.Expr typed = value == null ? null : expressions.value(value);
        String name = statement.variable().name();
        if (variables.find(name) != null) {
            context.error(
                    Code.ALREADY_DECLARED,
                    statement.variable().span(),
                    "Variable $" + name + " was already declared. Variable shadowing is not allowed.",
                    "give it another name, or leave out 'let' to assign to the one that is there");
            return nothing(statement.span());
        }
        VariableSymbol variable = variables.declare(statement.variable());
        return typed == null
                ? new Typed.Declare(variable, statement.span())
                : assign(variable, typed, statement.span());
    }

    @Override
    public Typed.Statement assign(Ast.Assign statement) {
        return statement.target() instanceof Ast.MapAccess access
                ? assignMap(statement, access)
                : assignVariable(statement, (Ast.Variable) statement.target());
    }

    private Typed.Statement assignVariable(Ast.Assign statement, Ast.Variable target) {
        Ast.BinaryOperator operator = statement.operator();
        if (operator != null) {
            Typed.Expr before = expressions.variable(target);
            Typed.Expr by = expressions.value(statement.value());
            if (!(before instanceof Typed.Variable variable)) {
                return nothing(statement.span());
            }
            Typed.Expr after = expressions.operators().arithmetic(operator, before, by, statement.span());
            return assign(variable.variable(), after, statement.span());
        }
        Typed.Expr value = expressions.value(statement.value());
        VariableSymbol variable = variables.find(target.name());
        return assign(variable == null ? variables.declare(target) : variable, value, statement.span());
    }

    private Typed.Statement assign(VariableSymbol variable, Typed.Expr value, Span span) {
        Type before = variable.type();
        if (value instanceof Typed.Invalid) {
            variable.fail();
        }
        if (!variable.widen(value.type(), context.inference())) {
            context.error(
                    Code.VARIABLE_TYPE,
                    span,
                    "Type mismatch for $" + variable.name() + ": trying to assign value of type '"
                            + value.type().text() + "' when variable already has a type '" + before.text() + "'");
        }
        return new Typed.Assign(variable, value, span);
    }

    // -------------------------------------------------------------------------------------------------------- maps

    private Typed.Statement assignMap(Ast.Assign statement, Ast.MapAccess access) {
        Ast.BinaryOperator operator = statement.operator();
        Span span = statement.span();
        if (operator != null) {
            return update(statement, access, operator);
        }
        if (statement.value() instanceof Ast.Call call && names.find(call.name()) instanceof MapFunction function) {
            return aggregate(access, function, call, span);
        }
        if (statement.value() instanceof Ast.Name name && names.find(name.name()) instanceof MapFunction function) {
            return aggregate(access, function, new Ast.Call(name.name(), name.span(), List.of(), name.span()), span);
        }
        Typed.Expr value = expressions.value(statement.value());
        Typed.Element element = expressions.maps().assigned(access, value.type(), span);
        return element == null ? nothing(span) : new Typed.Store(element, value, span);
    }

    private Typed.Statement aggregate(Ast.MapAccess access, MapFunction function, Ast.Call call, Span span) {
        MapFunction.Use use = function.checkUse(call, context);
        Type type = use == null ? Type.Unknown.UNKNOWN : use.type();
        Typed.Element element = expressions.maps().assigned(access, type, span);
        return element == null || use == null
                ? nothing(span)
                : new Typed.Aggregation(element, function, use.arguments(), span);
    }

    private Typed.Statement update(Ast.Assign statement, Ast.MapAccess access, Ast.BinaryOperator operator) {
        Typed.Expr by = expressions.value(statement.value());
        Span span = statement.span();
        if (by instanceof Typed.Invalid) {
            return nothing(span);
        }
        boolean number = by.type() instanceof Type.Int || by.type() instanceof Type.Bool;
        if (!number) {
            context.error(
                    Code.OPERAND_TYPE,
                    span,
                    "The " + operator.text() + "= operator can not be used with a value of type '"
                            + by.type().text() + "'");
            return nothing(span);
        }
        boolean divides = operator == Ast.BinaryOperator.DIVIDE || operator == Ast.BinaryOperator.MODULO;
        if (divides && by instanceof Typed.Constant divisor && divisor.value() == 0) {
            context.error(Code.DIVISION_BY_ZERO, by.span(), "Division by zero");
            return nothing(span);
        }
        // A counter that may go down is signed; one that only adds up unsigned numbers is not.
        boolean signed =
                operator == Ast.BinaryOperator.SUBTRACT || !(by.type() instanceof Type.Int integer) || integer.signed();
        Typed.Element element = expressions.maps().updated(access, Type.Int.of(64, signed), span);
        return element == null ? nothing(span) : new Typed.Update(element, operator, by, span);
    }

    private static Typed.Statement nothing(Span span) {
        return new Typed.Block(List.of(), span);
    }
}
