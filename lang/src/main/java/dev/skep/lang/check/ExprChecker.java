package dev.skep.lang.check;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.function.Function;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.syntax.IntegerTypes;
import dev.skep.lang.syntax.TypeName;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/** The types of expressions, one rule a method. What was reported before comes back as {@link Typed.Invalid}, silently. */
final class ExprChecker implements Ast.ExprVisitor<Typed.Expr> {
    private final CheckContext context;
    private final Variables variables;
    private final Names names;
    private final MapRules maps;
    private final OperatorRules operators;

    ExprChecker(CheckContext context, Variables variables, Names names) {
        this.context = context;
        this.variables = variables;
        this.names = names;
        this.maps = new MapRules(context, this);
        this.operators = new OperatorRules(context);
    }

    MapRules maps() {
        return maps;
    }

    OperatorRules operators() {
        return operators;
    }

    /** Any expression, also one without a value. */
    Typed.Expr any(Ast.Expr expr) {
        return expr.accept(this);
    }

    /** An expression that must have a value that can be stored, compared or printed. */
    Typed.Expr value(Ast.Expr expr) {
        return value(expr, any(expr));
    }

    private Typed.Expr value(Ast.Expr expr, Typed.Expr typed) {
        Type type = typed.type();
        if (type instanceof Type.None) {
            return context.error(Code.NO_VALUE, expr.span(), "'" + shorten(expr.span()) + "' does not return a value");
        }
        if (type instanceof Type.Args) {
            return context.error(
                    Code.UNSUPPORTED_USE, expr.span(), "'args' as a whole is no value yet", "take a field: args.name");
        }
        if (type instanceof Aggregate aggregate) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    expr.span(),
                    "The value of " + aggregate.function() + "() cannot be read in a program yet: it is kept per CPU",
                    "print the whole map: print(" + mapName(expr) + ")");
        }
        return typed;
    }

    /** An expression that decides: zero and null are false. */
    Typed.Expr condition(Ast.Expr expr) {
        Typed.Expr typed = value(expr);
        Type type = typed.type();
        if (type instanceof Type.Int
                || type instanceof Type.Bool
                || type instanceof Type.Pointer
                || type instanceof Type.Unknown) {
            return typed;
        }
        return context.error(
                Code.NOT_A_CONDITION,
                expr.span(),
                "A value of type '" + type.text() + "' is neither true nor false",
                type instanceof Type.Str ? "compare it: " + shorten(expr.span()) + " != \"\"" : "compare it");
    }

    List<Typed.Expr> values(List<Ast.Expr> exprs) {
        List<Typed.Expr> typed = new ArrayList<>(exprs.size());
        for (Ast.Expr expr : exprs) {
            typed.add(value(expr));
        }
        return typed;
    }

    private static String mapName(Ast.Expr expr) {
        return expr instanceof Ast.MapAccess access ? access.name() : "@";
    }

    /** The text of a place, cut for use in a message. */
    private static String shorten(Span span) {
        String text = span.text();
        int end = Math.min(text.length(), 40);
        int line = text.indexOf('\n');
        end = line >= 0 ? Math.min(end, line) : end;
        return end < text.length() ? text.substring(0, end) + "..." : text;
    }

    // ------------------------------------------------------------------------------------------------------- names

    @Override
    public Typed.Expr integer(Ast.IntegerLiteral expr) {
        return new Typed.Constant(expr.value(), Type.Int.holding(expr.value(), true), expr.span());
    }

    @Override
    public Typed.Expr string(Ast.StringLiteral expr) {
        byte[] bytes = expr.bytes();
        for (byte b : bytes) {
            if (b == 0) {
                return context.error(
                        Code.NUL_IN_STRING, expr.span(), "A string ends at its first NUL and cannot contain one");
            }
        }
        if (bytes.length >= Limits.VALUE_BYTES) {
            return context.error(
                    Code.STRING_TOO_LONG,
                    expr.span(),
                    "A string of " + bytes.length + " bytes is too long: at most " + (Limits.VALUE_BYTES - 1)
                            + " are possible");
        }
        return new Typed.Text(expr, new Type.Str(bytes.length + 1));
    }

    @Override
    public Typed.Expr bool(Ast.BoolLiteral expr) {
        return new Typed.Bool(expr.value(), expr.span());
    }

    @Override
    public Typed.Expr name(Ast.Name expr) {
        Function function = names.find(expr.name());
        if (function == null) {
            return unknown(Code.UNKNOWN_NAME, "Unknown identifier: '" + expr.name() + "'", expr.name(), expr.span());
        }
        if (!function.bare()) {
            return context.error(
                    Code.MISSING_ARGUMENTS,
                    expr.span(),
                    "'" + expr.name() + "' is a function and needs its arguments",
                    "write it as " + expr.name() + "(...)");
        }
        return function.check(new Ast.Call(expr.name(), expr.span(), List.of(), expr.span()), context);
    }

    @Override
    public Typed.Expr call(Ast.Call expr) {
        Function function = names.find(expr.name());
        if (function == null) {
            return unknown(
                    Code.UNKNOWN_FUNCTION, "Unknown function: '" + expr.name() + "'", expr.name(), expr.nameSpan());
        }
        return function.check(expr, context);
    }

    /** Hints to names that are written with a sign in front; the sign itself is never mistyped. */
    static String[] nearNames(char sign, String name, Iterable<String> candidates) {
        List<String> near = new ArrayList<>(Suggestions.near(name, candidates));
        near.replaceAll(found -> sign + found);
        return Suggestions.didYouMean(near);
    }

    private Typed.Expr unknown(Code code, String message, String name, Span span) {
        if (Names.isLater(name)) {
            return context.error(Code.UNSUPPORTED_NAME, span, "'" + name + "' is not supported yet");
        }
        return context.error(code, span, message, Suggestions.hints(name, names.all()));
    }

    @Override
    public Typed.Expr variable(Ast.Variable expr) {
        VariableSymbol variable = variables.find(expr.name());
        if (variable == null) {
            if (!variables.reportOnce(expr.name())) {
                return new Typed.Invalid(expr.span());
            }
            return context.error(
                    Code.UNDEFINED_VARIABLE,
                    expr.span(),
                    "Undefined or undeclared variable: $" + expr.name(),
                    nearNames('$', expr.name(), context.wantsHints() ? variables.names() : List.of()));
        }
        variable.read();
        if (variable.type() instanceof Type.Unknown) {
            if (variable.failed() || !variables.reportOnce(expr.name())) {
                return new Typed.Invalid(expr.span());
            }
            return context.error(
                    Code.UNASSIGNED_VARIABLE,
                    expr.span(),
                    "Variable $" + expr.name() + " is read here, but never assigned a value");
        }
        return new Typed.Variable(variable, expr.span());
    }

    @Override
    public Typed.Expr mapAccess(Ast.MapAccess expr) {
        Typed.Element element = maps.existing(expr);
        return element == null ? new Typed.Invalid(expr.span()) : new Typed.MapValue(element);
    }

    // ----------------------------------------------------------------------------------------------------- members

    @Override
    public Typed.Expr member(Ast.Member expr) {
        Typed.Expr object = any(expr.object());
        Type type = object.type();
        if (type instanceof Type.Args) {
            return field(expr);
        }
        if (type instanceof Type.Tuple tuple) {
            return tupleElement(expr, object, tuple);
        }
        if (type instanceof Type.Unknown) {
            return new Typed.Invalid(expr.span());
        }
        if (type instanceof Type.Pointer) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    expr.span(),
                    "Reading the fields of '" + type.text() + "' is not supported yet");
        }
        return context.error(
                Code.NO_FIELDS,
                expr.fieldSpan(),
                "Can not access field '" + expr.field() + "' on expression of type '" + type.text() + "'");
    }

    private Typed.Expr field(Ast.Member expr) {
        var field = context.event().field(expr.field());
        if (field == null) {
            return context.error(
                    Code.UNKNOWN_FIELD,
                    expr.fieldSpan(),
                    "'" + context.event().name() + "' has no field '" + expr.field() + "'",
                    Suggestions.hints(expr.field(), context.event().fieldNames()));
        }
        if (EventView.isHidden(field)) {
            return context.error(
                    Code.HIDDEN_FIELD,
                    expr.fieldSpan(),
                    "The kernel does not show '" + expr.field() + "' to programs",
                    "pid, tid, comm and cpu are there in every probe");
        }
        Type type = FieldTypes.of(field, context);
        if (type == null) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    expr.span(),
                    "Field '" + expr.field() + "' is a '" + field.type() + "' of " + field.size()
                            + " bytes: reading such fields is not supported yet");
        }
        return new Typed.Field(field, type, expr.span());
    }

    private Typed.Expr tupleElement(Ast.Member expr, Typed.Expr object, Type.Tuple tuple) {
        int count = tuple.elements().size();
        int index = index(expr.field());
        if (index < 0 || index >= count) {
            return context.error(
                    Code.BAD_TUPLE_INDEX,
                    expr.fieldSpan(),
                    "Invalid tuple index: " + expr.field() + ". Found " + count + " elements in tuple.",
                    "elements are counted from 0");
        }
        return new Typed.TupleElement(object, index, expr.span());
    }

    private static int index(String field) {
        int index = 0;
        for (int i = 0; i < field.length(); i++) {
            int digit = field.charAt(i) - '0';
            if (digit < 0 || digit > 9 || index > 1000) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index;
    }

    // --------------------------------------------------------------------------------------------------- operators

    @Override
    public Typed.Expr unary(Ast.Unary expr) {
        if (expr.operator() == Ast.UnaryOperator.ADDRESS_OF || expr.operator() == Ast.UnaryOperator.DEREFERENCE) {
            boolean address = expr.operator() == Ast.UnaryOperator.ADDRESS_OF;
            return later(address ? "Taking an address ('&')" : "Reading through a pointer ('*')", expr.span());
        }
        if (expr.operator() == Ast.UnaryOperator.NOT) {
            Typed.Expr operand = condition(expr.operand());
            return operand instanceof Typed.Invalid
                    ? operand
                    : new Typed.Unary(expr.operator(), operand, Type.Bool.BOOL, expr.span());
        }
        return operators.unary(expr, value(expr.operand()));
    }

    @Override
    public Typed.Expr increment(Ast.Increment expr) {
        if (expr.target() instanceof Ast.MapAccess access) {
            Typed.Element element = maps.updated(access, Type.Int.INT64, expr.span());
            return element == null
                    ? new Typed.Invalid(expr.span())
                    : new Typed.IncrementMap(element, expr.amount(), expr.prefix(), expr.span());
        }
        Typed.Expr target = any(expr.target());
        if (!(target instanceof Typed.Variable variable)) {
            return new Typed.Invalid(expr.span());
        }
        if (!(variable.type() instanceof Type.Int before)) {
            return context.error(
                    Code.OPERAND_TYPE,
                    expr.span(),
                    "The " + (expr.amount() > 0 ? "++" : "--") + " operator can not be used on a variable of type '"
                            + variable.type().text() + "'");
        }
        variable.variable().widen(Type.Int.of(64, before.signed()), context.inference());
        return new Typed.IncrementVariable(variable.variable(), expr.amount(), expr.prefix(), expr.span());
    }

    @Override
    public Typed.Expr binary(Ast.Binary expr) {
        Ast.BinaryOperator operator = expr.operator();
        if (operator == Ast.BinaryOperator.AND_ALSO || operator == Ast.BinaryOperator.OR_ELSE) {
            Typed.Expr left = condition(expr.left());
            Typed.Expr right = condition(expr.right());
            return left instanceof Typed.Invalid || right instanceof Typed.Invalid
                    ? new Typed.Invalid(expr.span())
                    : new Typed.Logical(operator == Ast.BinaryOperator.AND_ALSO, left, right, expr.span());
        }
        Typed.Expr left = value(expr.left());
        Typed.Expr right = value(expr.right());
        return OperatorRules.isComparison(operator)
                ? operators.compare(operator, left, right, expr.span())
                : operators.arithmetic(operator, left, right, expr.span());
    }

    @Override
    public Typed.Expr conditional(Ast.Conditional expr) {
        Typed.Expr condition = condition(expr.condition());
        Ast.Expr written = expr.yes();
        if (written == null) {
            return later("'?:' without a value between", expr.span());
        }
        Typed.Expr yes = any(written);
        Typed.Expr no = any(expr.no());
        if (!(yes.type() instanceof Type.None && no.type() instanceof Type.None)) {
            yes = value(written, yes);
            no = value(expr.no(), no);
        }
        if (condition instanceof Typed.Invalid || yes instanceof Typed.Invalid || no instanceof Typed.Invalid) {
            return new Typed.Invalid(expr.span());
        }
        Type type = Unification.unify(yes.type(), no.type());
        if (type == null) {
            return context.error(
                    Code.BRANCH_TYPE,
                    expr.span(),
                    "Ternary operator must return the same type: have '"
                            + yes.type().text() + "' and '" + no.type().text() + "'");
        }
        return new Typed.Conditional(condition, yes, no, type, expr.span());
    }

    @Override
    public Typed.Expr cast(Ast.Cast expr) {
        Typed.Expr operand = value(expr.operand());
        Type from = operand.type();
        if (from instanceof Type.Unknown) {
            return new Typed.Invalid(expr.span());
        }
        if (!(expr.type() instanceof TypeName.Named named)) {
            return later("A cast to a type other than an integer", expr.type().span());
        }
        Type.Int to = OperatorRules.integerType(named.name());
        if (to == null) {
            return context.error(
                    Code.UNKNOWN_TYPE,
                    named.span(),
                    "Unknown type: '" + named.name() + "'",
                    Suggestions.hints(named.name(), IntegerTypes.NAMES));
        }
        if (!(from instanceof Type.Int || from instanceof Type.Bool || from instanceof Type.Pointer)) {
            return context.error(
                    Code.BAD_CAST, expr.span(), "Cannot cast from '" + from.text() + "' to '" + to.text() + "'");
        }
        return operators.cast(to, operand, expr.span());
    }

    @Override
    public Typed.Expr tuple(Ast.Tuple expr) {
        return tuple(values(expr.elements()), expr.span());
    }

    /** A tuple of values; invalid if one of them is. */
    Typed.Expr tuple(List<Typed.Expr> elements, Span span) {
        List<Type> types = new ArrayList<>(elements.size());
        for (Typed.Expr element : elements) {
            if (element instanceof Typed.Invalid) {
                return new Typed.Invalid(span);
            }
            types.add(element.type());
        }
        Type.Tuple type = new Type.Tuple(types);
        if (types.isEmpty()) {
            return context.error(Code.UNSUPPORTED_USE, span, "The empty tuple is not supported yet");
        }
        String problem = SizeRules.problem(type);
        return problem == null
                ? new Typed.Tuple(elements, type, span)
                : context.error(Code.TUPLE_TOO_BIG, span, problem);
    }

    // ---------------------------------------------------------------------------------------------- not supported yet

    private Typed.Expr later(String what, Span span) {
        return context.error(Code.UNSUPPORTED_SYNTAX, span, what + " is not supported yet");
    }

    @Override
    public Typed.Expr record(Ast.RecordLiteral expr) {
        return later("A record", expr.span());
    }

    @Override
    public Typed.Expr index(Ast.Index expr) {
        return later("Reading an array's element", expr.span());
    }

    @Override
    public Typed.Expr sizeOf(Ast.SizeOf expr) {
        return later("'sizeof'", expr.span());
    }

    @Override
    public Typed.Expr offsetOf(Ast.OffsetOf expr) {
        return later("'offsetof'", expr.span());
    }

    @Override
    public Typed.Expr typeInfo(Ast.TypeInfo expr) {
        return later("'typeinfo'", expr.span());
    }

    @Override
    public Typed.Expr type(Ast.TypeExpr expr) {
        return later("'typeof'", expr.span());
    }

    @Override
    public Typed.Expr branch(Ast.IfExpression expr) {
        return later("'if' as a value", expr.span());
    }

    @Override
    public Typed.Expr block(Ast.BlockExpression expr) {
        return later("A block as a value", expr.span());
    }

    @Override
    public Typed.Expr comptime(Ast.Comptime expr) {
        return later("'comptime'", expr.span());
    }
}
