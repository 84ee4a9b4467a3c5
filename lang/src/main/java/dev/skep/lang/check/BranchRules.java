package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of expressions that decide or hold statements: {@code c ? a : b}, {@code if} as a value, blocks, comptime. */
final class BranchRules {
    private final CheckContext context;
    private final ExprChecker expressions;
    private final Variables variables;

    BranchRules(CheckContext context, ExprChecker expressions, Variables variables) {
        this.context = context;
        this.expressions = expressions;
        this.variables = variables;
    }

    Typed.Expr conditional(Ast.Conditional expr) {
        Ast.Expr yes = expr.yes();
        if (yes == null) {
            return orElse(expr);
        }
        Typed.Expr condition = expressions.condition(expr.condition());
        return choose(condition, yes, expressions.any(yes), expr.no(), expressions.any(expr.no()), expr.span());
    }

    /** {@code value ?: other}: the value, computed once, unless it is 0. */
    private Typed.Expr orElse(Ast.Conditional expr) {
        Typed.Expr value = expressions.condition(expr.condition());
        Typed.Expr other = expressions.value(expr.no());
        if (value instanceof Typed.Invalid || other instanceof Typed.Invalid) {
            return new Typed.Invalid(expr.span());
        }
        VariableSymbol kept = variables.temporary(expr);
        kept.widen(value.type(), context.inference());
        Typed.Expr read = new Typed.Variable(kept, value.span());
        Typed.Expr chosen = choose(read, expr.condition(), read, expr.no(), other, expr.span());
        return chosen instanceof Typed.Invalid
                ? chosen
                : new Typed.BlockValue(List.of(new Typed.Assign(kept, value, value.span())), chosen, expr.span());
    }

    private Typed.Expr choose(
            Typed.Expr condition, Ast.Expr yes, Typed.Expr typedYes, Ast.Expr no, Typed.Expr typedNo, Span span) {
        boolean none = typedYes.type() instanceof Type.None && typedNo.type() instanceof Type.None;
        Typed.Expr a = none ? typedYes : expressions.value(yes, typedYes);
        Typed.Expr b = none ? typedNo : expressions.value(no, typedNo);
        if (condition instanceof Typed.Invalid || a instanceof Typed.Invalid || b instanceof Typed.Invalid) {
            return new Typed.Invalid(span);
        }
        Type type = Unification.unify(a.type(), b.type());
        if (type == null) {
            return context.error(
                    Code.BRANCH_TYPE,
                    span,
                    "Ternary operator must return the same type: have '"
                            + a.type().text() + "' and '" + b.type().text() + "'");
        }
        return new Typed.Conditional(condition, a, b, type, span);
    }

    /** {@code if condition { a } else { b }} as a value. */
    Typed.Expr branch(Ast.IfExpression expr) {
        if (expr.condition() instanceof Ast.Comptime comptime) {
            Boolean decision = decide(comptime);
            if (decision == null) {
                return new Typed.Invalid(expr.span());
            }
            return expressions.any(decision ? expr.then() : expr.otherwise());
        }
        Typed.Expr condition = expressions.condition(expr.condition());
        return choose(
                condition,
                expr.then(),
                expressions.any(expr.then()),
                expr.otherwise(),
                expressions.any(expr.otherwise()),
                expr.span());
    }

    /** {@code { statements; value }}. */
    Typed.Expr block(Ast.BlockExpression expr) {
        Ast.Expr last = expr.value();
        variables.enter();
        List<Typed.Statement> statements = context.statements().all(expr.statements());
        Typed.Expr value;
        if (last != null) {
            value = expressions.any(last);
            if (value instanceof Typed.MapValue) {
                value = expressions.value(last, value);
            }
        } else if (!statements.isEmpty()
                && statements.getLast() instanceof Typed.Evaluate end
                && end.expression().type() instanceof Type.None) {
            value = end.expression();
            statements.removeLast();
        } else {
            value = context.error(
                    Code.NO_VALUE, expr.span(), "A block as a value ends with an expression that no semicolon follows");
        }
        variables.leave();
        return value instanceof Typed.Invalid ? value : new Typed.BlockValue(statements, value, expr.span());
    }

    // ----------------------------------------------------------------------------------------------------- comptime

    /** {@code comptime value}: it must be known beforehand. */
    Typed.Expr comptime(Ast.Comptime expr) {
        Typed.Expr value = expressions.value(expr.operand());
        return value instanceof Typed.Invalid || Constants.isKnown(value) ? value : unknown(expr);
    }

    private Typed.Invalid unknown(Ast.Comptime expr) {
        return context.error(
                Code.NOT_COMPTIME,
                expr.span(),
                "Unable to evaluate '" + ExprChecker.shorten(expr.operand().span()) + "' at compile time",
                "literals, sizes, types and parameters are known then; what is measured is not");
    }

    /**
     * Which branch of {@code if comptime} is taken: only that one is checked. The condition may ask for types, so it is
     * decided when all that is outside of such branches is known, and stays decided; null until then, and after an error.
     */
    @Nullable
    Boolean decide(Ast.Comptime expr) {
        Typed.Expr condition = expressions.condition(expr.operand());
        Boolean now = Constants.truth(condition);
        Boolean before = variables.decision(expr);
        if (before == null) {
            if (context.inference().mayDecide(condition instanceof Typed.Invalid)) {
                if (now != null) {
                    variables.decide(expr, now);
                    context.inference().again();
                } else if (!(condition instanceof Typed.Invalid)) {
                    unknown(expr);
                }
            }
            return null;
        }
        if (now != null && !now.equals(before)) {
            context.error(
                    Code.NOT_COMPTIME,
                    expr.span(),
                    "The branch that this condition chose changes what it asks for",
                    "declare the type of what it asks for: let $x: uint64");
        }
        return before;
    }

    // ---------------------------------------------------------------------------------------------------- variables

    /** {@code ++} of a variable whose width its declaration gives: it wraps around there. */
    Typed.Expr incrementDeclared(Typed.Variable variable, Type.Int type, Ast.Increment expr) {
        Span span = expr.span();
        VariableSymbol symbol = variable.variable();
        Ast.BinaryOperator operator = expr.amount() > 0 ? Ast.BinaryOperator.ADD : Ast.BinaryOperator.SUBTRACT;
        Typed.Expr one = new Typed.Constant(1, Type.Int.INT8.asNatural(), span);
        Typed.Expr sum =
                new Typed.Arithmetic(operator, variable, one, type.signed(), Type.Int.of(64, type.signed()), span);
        Typed.Statement change = new Typed.Assign(symbol, new Typed.Cast(type, sum, span), span);
        if (expr.prefix()) {
            return new Typed.BlockValue(List.of(change), variable, span);
        }
        VariableSymbol before = variables.temporary(expr);
        before.widen(type, context.inference());
        return new Typed.BlockValue(
                List.of(new Typed.Assign(before, variable, span), change), new Typed.Variable(before, span), span);
    }
}
