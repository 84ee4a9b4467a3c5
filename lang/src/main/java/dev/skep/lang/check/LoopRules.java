package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of loops: {@code for} over a range or the elements of a map, {@code while}, {@code unroll}. A loop's variable
 * begins with each round, in a scope of its own.
 */
final class LoopRules {
    /** As many rounds an unroll has at most. */
    private static final int MOST_ROUNDS = 100;

    /** So often is a body unrolled at most, by all the unrolls around it. */
    private static final int MOST_COPIES = 4096;

    private final CheckContext context;
    private final ExprChecker expressions;
    private final Variables variables;
    private final StatementChecker statements;
    private int depth;
    private int copies = 1;

    LoopRules(CheckContext context, ExprChecker expressions, Variables variables, StatementChecker statements) {
        this.context = context;
        this.expressions = expressions;
        this.variables = variables;
        this.statements = statements;
    }

    /** Whether there is a loop that {@code break} or {@code continue} can leave; if not, that is reported. */
    boolean leaves(String word, Span span) {
        if (depth > 0) {
            return true;
        }
        context.error(
                Code.OUTSIDE_LOOP,
                span,
                "'" + word + "' used outside of a loop",
                "return leaves the probe; it can leave a for or a while loop");
        return false;
    }

    private Typed.Block body(Ast.Block body) {
        depth++;
        Typed.Block typed = statements.block(body);
        depth--;
        return typed;
    }

    Typed.Statement forLoop(Ast.For statement) {
        return statement.iterated() instanceof Ast.Elements elements
                ? forMap(statement, elements.map())
                : forRange(statement, (Ast.Range) statement.iterated());
    }

    private Typed.Statement forRange(Ast.For statement, Ast.Range range) {
        Typed.Expr from = bound(range.from());
        Typed.Expr to = bound(range.to());
        Type type = from == null || to == null
                ? Type.Unknown.UNKNOWN
                : Unification.stored(unifyBounds(from.type(), to.type()));
        variables.enter();
        VariableSymbol variable = begin(statement.variable(), type);
        Typed.Block body = body(statement.body());
        variables.leave();
        return from == null || to == null || variable == null
                ? StatementChecker.nothing(statement.span())
                : new Typed.ForRange(variable, from, to, body, statement.span());
    }

    private static Type unifyBounds(Type from, Type to) {
        Type both = Unification.unify(from, to);
        return both == null ? Type.Int.INT64 : both;
    }

    private Typed.@Nullable Expr bound(Ast.Expr expr) {
        Typed.Expr bound = expressions.value(expr);
        if (bound.type() instanceof Type.Int) {
            return bound;
        }
        if (!(bound instanceof Typed.Invalid)) {
            context.error(
                    Code.LOOP_RANGE,
                    expr.span(),
                    "A range goes from an integer to an integer, not '"
                            + bound.type().text() + "'");
        }
        return null;
    }

    /** The loop's variable, in the scope that is there; null after an error. */
    private @Nullable VariableSymbol begin(Ast.Variable place, Type type) {
        if (variables.find(place.name()) != null) {
            context.error(
                    Code.ALREADY_DECLARED,
                    place.span(),
                    "Loop declaration shadows existing variable: $" + place.name(),
                    "give the loop's variable another name");
            return null;
        }
        VariableSymbol variable = variables.declare(place);
        if (type instanceof Type.Unknown) {
            variable.fail();
        } else {
            variable.widen(type, context.inference());
        }
        return variable;
    }

    private Typed.Statement forMap(Ast.For statement, Ast.MapAccess access) {
        Span span = statement.span();
        Typed.MapName map = expressions.maps().name(access);
        Type type = map == null ? Type.Unknown.UNKNOWN : element(map.map(), access.span());
        variables.enter();
        VariableSymbol variable = begin(statement.variable(), type);
        Typed.Block body = body(statement.body());
        variables.leave();
        return map == null || variable == null || type instanceof Type.Unknown
                ? StatementChecker.nothing(span)
                : new Typed.ForMap(variable, map.map(), body, span);
    }

    /** The tuple of an element's key and value; unknown after an error. */
    private Type element(MapSymbol map, Span span) {
        map.readKeys();
        List<Type> keys = map.keys();
        if (keys.isEmpty()) {
            if (map.used()) {
                context.error(
                        Code.NOT_ITERABLE,
                        span,
                        map.name() + " has no explicit keys (scalar map), and cannot be used for iteration",
                        "its value is " + map.name());
            }
            return Type.Unknown.UNKNOWN;
        }
        Type value = map.value();
        if (value instanceof Aggregate aggregate) {
            value = MapRules.amount(aggregate);
            if (value == null) {
                context.error(
                        Code.NOT_ITERABLE,
                        span,
                        "Loop expression does not support type: " + aggregate.text(),
                        "print(" + map.name() + ") prints all of the map");
                return Type.Unknown.UNKNOWN;
            }
        }
        Type key = keys.size() == 1 ? keys.getFirst() : new Type.Tuple(keys);
        Type.Tuple element = new Type.Tuple(List.of(key, value));
        String problem = SizeRules.problem(element);
        if (problem != null) {
            context.error(Code.TUPLE_TOO_BIG, span, problem);
            return Type.Unknown.UNKNOWN;
        }
        return element;
    }

    Typed.Statement whileLoop(Ast.While statement) {
        Typed.Expr condition = expressions.condition(statement.condition());
        return new Typed.While(condition, body(statement.body()), statement.span());
    }

    Typed.Statement unroll(Ast.Unroll statement) {
        Typed.Expr count = expressions.value(statement.count());
        Span span = statement.count().span();
        int rounds = 1;
        if (count instanceof Typed.Constant constant) {
            rounds = (int) Math.max(0, Math.min(constant.value(), MOST_ROUNDS + 1));
            if (rounds < 1 || rounds > MOST_ROUNDS) {
                context.error(
                        Code.UNROLL_COUNT,
                        span,
                        "unroll " + (rounds < 1 ? "minimum value is 1" : "maximum value is " + MOST_ROUNDS),
                        "for ($i : 0..n) is a loop of any number of rounds");
                rounds = 1;
            } else if ((long) copies * rounds > MOST_COPIES) {
                context.error(
                        Code.UNROLL_COUNT,
                        span,
                        "Unrolls in each other make " + (long) copies * rounds
                                + " copies of the innermost block: at most " + MOST_COPIES + " are possible",
                        "for ($i : 0..n) is a loop of any number of rounds");
                rounds = 1;
            }
        } else if (!(count instanceof Typed.Invalid)) {
            context.error(Code.UNROLL_COUNT, span, "invalid unroll value: it is a number, known beforehand");
        }
        int around = copies;
        copies *= rounds;
        Typed.Block body = statements.block(statement.body());
        copies = around;
        return new Typed.Unroll(rounds, body, statement.span());
    }
}
