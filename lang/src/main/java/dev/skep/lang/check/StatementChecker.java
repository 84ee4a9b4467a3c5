package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.Section;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/** The types of statements. A statement with an error leaves nothing in the tree: the tree is not used then. */
final class StatementChecker implements Ast.StatementVisitor<Typed.Statement> {
    private final CheckContext context;
    private final ExprChecker expressions;
    private final Variables variables;
    private final AssignmentRules assignments;
    private final LoopRules loops;
    /** How many branches around are never taken, as their conditions say. */
    private int dead;

    StatementChecker(CheckContext context, ExprChecker expressions, Variables variables, Names names) {
        this.context = context;
        this.expressions = expressions;
        this.variables = variables;
        this.assignments = new AssignmentRules(context, expressions, variables, names);
        this.loops = new LoopRules(context, expressions, variables, this);
    }

    /** Whether conditions that are known beforehand let the program come here. */
    boolean isReachable() {
        return dead == 0;
    }

    @Override
    public Typed.Block block(Ast.Block block) {
        variables.enter();
        List<Typed.Statement> statements = all(block.statements());
        variables.leave();
        return new Typed.Block(statements, block.span());
    }

    /** Statements in the scope that is there. The list can be changed. */
    List<Typed.Statement> all(List<Ast.Statement> statements) {
        List<Typed.Statement> typed = new ArrayList<>(statements.size());
        for (Ast.Statement statement : statements) {
            typed.add(statement.accept(this));
        }
        return typed;
    }

    static Typed.Statement nothing(Span span) {
        return new Typed.Block(List.of(), span);
    }

    @Override
    public Typed.Statement expression(Ast.ExpressionStatement statement) {
        Typed.Expr expr = expressions.any(statement.expression());
        if (expr.type() instanceof Type.Args) {
            // Not even a value that nobody wants.
            expr = expressions.value(statement.expression());
        }
        Type type = expr.type();
        if (!(type instanceof Type.None || type instanceof Type.Unknown || Effects.in(expr))) {
            context.warning(Code.DISCARDED_VALUE, statement.expression().span(), "Return value discarded.");
        }
        return new Typed.Evaluate(expr, statement.span());
    }

    @Override
    public Typed.Statement discard(Ast.Discard statement) {
        return new Typed.Evaluate(expressions.value(statement.value()), statement.span());
    }

    @Override
    public Typed.Statement branch(Ast.If statement) {
        Ast.Statement otherwise = statement.otherwise();
        if (statement.condition() instanceof Ast.Comptime comptime) {
            Boolean decision = expressions.branches().decide(comptime);
            if (decision == null) {
                return nothing(statement.span());
            }
            Ast.Statement chosen = decision ? statement.then() : otherwise;
            return chosen == null ? nothing(statement.span()) : chosen.accept(this);
        }
        Typed.Expr condition = expressions.condition(statement.condition());
        Boolean known = Constants.truth(condition);
        dead += Boolean.FALSE.equals(known) ? 1 : 0;
        Typed.Block then = block(statement.then());
        dead += known == null ? 0 : known ? 1 : -1;
        Typed.Statement other = otherwise == null ? null : otherwise.accept(this);
        dead -= Boolean.TRUE.equals(known) ? 1 : 0;
        return new Typed.If(condition, then, other, statement.span());
    }

    @Override
    public Typed.Statement returnFrom(Ast.Return statement) {
        Ast.Expr written = statement.value();
        if (written == null) {
            return new Typed.Return(null, statement.span());
        }
        Typed.Expr value = expressions.value(written);
        if (!(OperatorRules.isNumber(value.type()) || value instanceof Typed.Invalid)) {
            context.error(
                    Code.RETURN_TYPE,
                    written.span(),
                    "A probe returns an integer, not '" + value.type().text() + "'",
                    "write: return;");
        }
        return new Typed.Return(value, statement.span());
    }

    @Override
    public Typed.Statement declare(Ast.Declare statement) {
        return assignments.declare(statement);
    }

    @Override
    public Typed.Statement assign(Ast.Assign statement) {
        return assignments.assign(statement);
    }

    @Override
    public Typed.Statement forLoop(Ast.For statement) {
        return loops.forLoop(statement);
    }

    @Override
    public Typed.Statement whileLoop(Ast.While statement) {
        return loops.whileLoop(statement);
    }

    @Override
    public Typed.Statement unroll(Ast.Unroll statement) {
        return loops.unroll(statement);
    }

    @Override
    public Typed.Statement breakLoop(Ast.Break statement) {
        return loops.leaves("break", statement.span()) ? new Typed.Break(statement.span()) : nothing(statement.span());
    }

    @Override
    public Typed.Statement continueLoop(Ast.Continue statement) {
        return loops.leaves("continue", statement.span())
                ? new Typed.Continue(statement.span())
                : nothing(statement.span());
    }

    @Override
    public Typed.Statement importFile(Section.Import statement) {
        context.error(Code.UNSUPPORTED_SYNTAX, statement.span(), "An import in a block is not supported yet");
        return nothing(statement.span());
    }
}
