package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.function.MapFunction;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.TypeName;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of assignments. The first to a variable's name declares it. A variable and a map's values have the smallest
 * type that holds all that is assigned to them, in whatever order; a declared type stays as it is, and values are cast to
 * it.
 */
final class AssignmentRules {
    private final CheckContext context;
    private final ExprChecker expressions;
    private final Variables variables;
    private final Names names;

    AssignmentRules(CheckContext context, ExprChecker expressions, Variables variables, Names names) {
        this.context = context;
        this.expressions = expressions;
        this.variables = variables;
        this.names = names;
    }

    // --------------------------------------------------------------------------------------------------- variables

    Typed.Statement declare(Ast.Declare statement) {
        Ast.Expr value = statement.value();
        // The value is checked before the variable begins: it may be another variable's of the same name, and is not
        // its own.
        Typed.Expr typed = value == null ? null : expressions.value(value);
        TypeName written = statement.type();
        Type type = written == null ? null : expressions.types().of(written);
        String name = statement.variable().name();
        if (variables.find(name) != null) {
            context.error(
                    Code.ALREADY_DECLARED,
                    statement.variable().span(),
                    "Variable $" + name + " was already declared. Variable shadowing is not allowed.",
                    "give it another name, or leave out 'let' to assign to the one that is there");
            return StatementChecker.nothing(statement.span());
        }
        VariableSymbol variable = variables.declare(statement.variable());
        if (written != null && !declare(variable, type, typed, written)) {
            variable.fail();
            return StatementChecker.nothing(statement.span());
        }
        return typed == null
                ? new Typed.Declare(variable, statement.span())
                : assign(variable, typed, true, statement.span());
    }

    /** Gives a variable the type that is written; false if there are no variables of that type. */
    private boolean declare(
            VariableSymbol variable, @Nullable Type type, Typed.@Nullable Expr value, TypeName written) {
        if (type == null) {
            return false;
        }
        boolean open = type instanceof Type.Str string && string.capacity() == TypeRules.OPEN
                || type instanceof Type.Buffer buffer && buffer.capacity() == TypeRules.OPEN;
        if (open) {
            // As long as what is assigned to it: only its kind is declared.
            if (value == null || value instanceof Typed.Invalid || value.type().getClass() == type.getClass()) {
                return true;
            }
            context.error(
                    Code.VARIABLE_TYPE,
                    written.span(),
                    "Type mismatch for $" + variable.name() + ": trying to assign value of type '"
                            + value.type().text() + "' when variable is declared as '"
                            + ExprChecker.shorten(written.span()) + "'");
            return false;
        }
        if (type.size() == 0 && !(type instanceof Type.Tuple)) {
            context.error(
                    Code.INCOMPLETE_TYPE,
                    written.span(),
                    "A variable can not be of type '" + ExprChecker.shorten(written.span())
                            + "': its size is not known");
            return false;
        }
        variable.declare(type, context.inference());
        return true;
    }

    Typed.Statement assign(Ast.Assign statement) {
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
                return StatementChecker.nothing(statement.span());
            }
            Typed.Expr after = expressions.operators().arithmetic(operator, before, by, statement.span());
            return assign(variable.variable(), after, false, statement.span());
        }
        Typed.Expr value = expressions.value(statement.value());
        VariableSymbol variable = variables.find(target.name());
        return assign(variable == null ? variables.declare(target) : variable, value, true, statement.span());
    }

    private Typed.Statement assign(VariableSymbol variable, Typed.Expr value, boolean warns, Span span) {
        Type before = variable.type();
        if (value instanceof Typed.Invalid) {
            variable.fail();
            return new Typed.Assign(variable, value, span);
        }
        Typed.Expr fitted = variable.declared() ? expressions.casts().declared(variable.type(), value, warns) : value;
        if (fitted == null || !variable.widen(fitted.type(), context.inference())) {
            context.error(
                    Code.VARIABLE_TYPE,
                    span,
                    "Type mismatch for $" + variable.name() + ": trying to assign value of type '"
                            + value.type().text() + "' when variable already has a type '" + before.text() + "'");
            return StatementChecker.nothing(span);
        }
        if (warns && mayLoseSign(fitted.type())) {
            variable.read();
            warnOfSign(fitted.type(), variable.type(), "$" + variable.name(), span);
        }
        return new Typed.Assign(variable, fitted, span);
    }

    /** Whether there is a type that does not hold all values of this one, though it takes them. */
    private static boolean mayLoseSign(Type type) {
        return type instanceof Type.Tuple || type instanceof Type.Int integer && !integer.signed();
    }

    /** What a wider type makes of large numbers is not what was assigned. */
    private void warnOfSign(Type from, Type to, String name, Span span) {
        if (Unification.losesSign(from, to)) {
            context.warning(
                    Code.SIGN_LOST,
                    span,
                    "'" + from.text() + "' is assigned to " + name + ", which is '" + to.text()
                            + "' because of its other uses: numbers above 2^63 become negative",
                    "cast what is signed: (uint64)...");
        }
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
        Typed.Expr any = expressions.any(statement.value());
        Typed.Expr value = any instanceof Typed.MapValue copied
                        && copied.type() instanceof Aggregate aggregate
                        && !expressions.maps().holdsNumbers(access)
                ? copy(copied.element().map(), aggregate, access, span)
                : expressions.value(statement.value(), any);
        Typed.Element element = expressions.maps().assigned(access, value.type(), span);
        if (element == null) {
            return StatementChecker.nothing(span);
        }
        if (mayLoseSign(value.type())) {
            element.map().readValue();
            warnOfSign(value.type(), element.map().value(), element.map().name(), span);
        }
        return new Typed.Store(element, value, span);
    }

    /** An aggregate where a map of aggregates would come of it: most likely not what is meant. */
    private Typed.Expr copy(MapSymbol from, Aggregate aggregate, Ast.MapAccess to, Span span) {
        String call =
                "Map value '" + aggregate.text() + "' cannot be assigned from one map to another. The function that"
                        + " returns this type must be called directly e.g. `" + to.name() + " = " + aggregate.function()
                        + "(...);`.";
        return MapRules.amount(aggregate) == null
                ? context.error(Code.MAP_VALUE_TYPE, span, call)
                : context.error(
                        Code.MAP_VALUE_TYPE,
                        span,
                        call,
                        "add a cast to integer if you want the value of the aggregate, e.g. `" + to.name()
                                + " = (int64)" + from.name() + ";`.");
    }

    private Typed.Statement aggregate(Ast.MapAccess access, MapFunction function, Ast.Call call, Span span) {
        MapFunction.Use use = function.checkUse(call, context);
        Type type = use == null ? Type.Unknown.UNKNOWN : use.type();
        Typed.Element element = expressions.maps().assigned(access, type, span);
        return element == null || use == null
                ? StatementChecker.nothing(span)
                : new Typed.Aggregation(element, function, use.arguments(), span);
    }

    private Typed.Statement update(Ast.Assign statement, Ast.MapAccess access, Ast.BinaryOperator operator) {
        Typed.Expr by = expressions.value(statement.value());
        Span span = statement.span();
        if (by instanceof Typed.Invalid) {
            return StatementChecker.nothing(span);
        }
        if (!OperatorRules.isNumber(by.type())) {
            context.error(
                    Code.OPERAND_TYPE,
                    span,
                    "The " + operator.text() + "= operator can not be used with a value of type '"
                            + by.type().text() + "'");
            return StatementChecker.nothing(span);
        }
        Typed.Constant divisor = OperatorRules.isDivision(operator) ? Constants.number(by) : null;
        if (divisor != null && divisor.value() == 0) {
            context.error(Code.DIVISION_BY_ZERO, by.span(), "Division by zero");
            return StatementChecker.nothing(span);
        }
        Typed.Element element = expressions.maps().updated(access, change(operator, by), span);
        return element == null ? StatementChecker.nothing(span) : new Typed.Update(element, operator, by, span);
    }

    /** A counter that may go down is signed; one that only adds up unsigned numbers is not. */
    private static Type.Int change(Ast.BinaryOperator operator, Typed.Expr by) {
        Type.Int integer = OperatorRules.integer(by.type());
        if (operator == Ast.BinaryOperator.SUBTRACT) {
            return Type.Int.INT64;
        }
        return integer == null ? Type.Int.INT64.asNatural() : integer.withBits(64);
    }
}
