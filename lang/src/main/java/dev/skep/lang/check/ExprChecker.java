package dev.skep.lang.check;

import dev.skep.bpf.btf.EnumConstant;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.function.Function;
import dev.skep.lang.script.Limits;
import dev.skep.lang.source.Span;
import dev.skep.lang.syntax.Ast;
import dev.skep.lang.type.Aggregate;
import dev.skep.lang.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The types of expressions, one rule a method; what is more than a few lines has a class of its own. What was reported
 * before comes back as {@link Typed.Invalid}, silently.
 */
final class ExprChecker implements Ast.ExprVisitor<Typed.Expr> {
    private final CheckContext context;
    private final Variables variables;
    private final Names names;
    private final MapRules maps;
    private final OperatorRules operators;
    private final PointerRules pointers;
    private final MemberRules members;
    private final CastRules casts;
    private final TypeRules types;
    private final Introspection introspection;
    private final BranchRules branches;

    ExprChecker(CheckContext context, Variables variables, Names names) {
        this.context = context;
        this.variables = variables;
        this.names = names;
        this.maps = new MapRules(context, this);
        this.pointers = new PointerRules(context);
        this.operators = new OperatorRules(context, pointers);
        this.members = new MemberRules(context, pointers);
        this.casts = new CastRules(context);
        this.types = new TypeRules(context, this);
        this.introspection = new Introspection(context, types);
        this.branches = new BranchRules(context, this, variables);
    }

    MapRules maps() {
        return maps;
    }

    OperatorRules operators() {
        return operators;
    }

    MemberRules members() {
        return members;
    }

    CastRules casts() {
        return casts;
    }

    TypeRules types() {
        return types;
    }

    BranchRules branches() {
        return branches;
    }

    /** Any expression, also one without a value. */
    Typed.Expr any(Ast.Expr expr) {
        return expr.accept(this);
    }

    /** An expression that must have a value that can be stored, compared or printed. */
    Typed.Expr value(Ast.Expr expr) {
        return value(expr, any(expr));
    }

    /** What was checked already, as a value: an aggregate is what it amounts to. */
    Typed.Expr value(Ast.Expr expr, Typed.Expr typed) {
        Type type = typed.type();
        if (type instanceof Type.None) {
            return context.error(Code.NO_VALUE, expr.span(), "'" + shorten(expr.span()) + "' does not return a value");
        }
        if (type instanceof Type.Args) {
            return context.error(
                    Code.UNSUPPORTED_USE, expr.span(), "'args' as a whole is no value yet", "take a field: args.name");
        }
        if (type instanceof Aggregate aggregate && typed instanceof Typed.MapValue value) {
            return amount(aggregate, value, expr.span());
        }
        return typed;
    }

    private Typed.Expr amount(Aggregate aggregate, Typed.MapValue value, Span span) {
        Type.Int amount = MapRules.amount(aggregate);
        if (amount == null) {
            return context.error(
                    Code.UNSUPPORTED_USE,
                    span,
                    "The value of " + aggregate.function() + "() cannot be read in a program",
                    "print the whole map: print(" + value.element().map().name() + ")");
        }
        return new Typed.AggregateValue(value, amount);
    }

    /** An expression that decides: zero and null are false. */
    Typed.Expr condition(Ast.Expr expr) {
        return condition(expr, value(expr));
    }

    Typed.Expr condition(Ast.Expr expr, Typed.Expr typed) {
        Type type = typed.type();
        if (OperatorRules.isNumber(type) || type instanceof Type.Pointer || type instanceof Type.Unknown) {
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

    /** The text of a place, cut for use in a message. */
    static String shorten(Span span) {
        String text = span.text();
        int end = Math.min(text.length(), 40);
        int line = text.indexOf('\n');
        end = line >= 0 ? Math.min(end, line) : end;
        return end < text.length() ? text.substring(0, end) + "..." : text;
    }

    // ------------------------------------------------------------------------------------------------------- names

    @Override
    public Typed.Expr integer(Ast.IntegerLiteral expr) {
        return new Typed.Constant(expr.value(), OperatorRules.natural(expr.value(), true), expr.span());
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
            EnumConstant constant = Names.isLater(expr.name()) ? null : context.constant(expr.name());
            return constant == null
                    ? unknown(Code.UNKNOWN_NAME, "Unknown identifier: '" + expr.name() + "'", expr.name(), expr.span())
                    : constant(constant, expr.span());
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

    /** A constant of one of the kernel's enums. */
    private Typed.Expr constant(EnumConstant constant, Span span) {
        Type type = context.types().type(constant.type());
        if (!(type instanceof Type.Enum named)) {
            return new Typed.Constant(constant.value(), Type.Int.INT64, span);
        }
        long value = CastRules.cut(constant.value(), named.integer());
        return new Typed.Cast(named, new Typed.Constant(value, named.integer(), span), span);
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

    // ---------------------------------------------------------------------------------------- members and elements

    @Override
    public Typed.Expr member(Ast.Member expr) {
        return members.member(expr, any(expr.object()));
    }

    @Override
    public Typed.Expr index(Ast.Index expr) {
        return members.index(value(expr.object()), value(expr.index()), expr.span());
    }

    @Override
    public Typed.Expr tuple(Ast.Tuple expr) {
        return members.tuple(values(expr.elements()), List.of(), expr.span());
    }

    @Override
    public Typed.Expr record(Ast.RecordLiteral expr) {
        List<Typed.Expr> elements = new ArrayList<>(expr.fields().size());
        List<String> fields = new ArrayList<>(expr.fields().size());
        for (Ast.RecordLiteral.NamedValue field : expr.fields()) {
            if (fields.contains(field.name())) {
                return context.error(
                        Code.DUPLICATE_FIELD,
                        field.nameSpan(),
                        "The record has two fields named '" + field.name() + "'");
            }
            fields.add(field.name());
            elements.add(value(field.value()));
        }
        return members.tuple(elements, fields, expr.span());
    }

    // --------------------------------------------------------------------------------------------------- operators

    @Override
    public Typed.Expr unary(Ast.Unary expr) {
        return switch (expr.operator()) {
            case NOT -> {
                Typed.Expr operand = condition(expr.operand());
                Boolean known = Constants.truth(operand);
                yield operand instanceof Typed.Invalid
                        ? operand
                        : known != null
                                ? new Typed.Bool(!known, expr.span())
                                : new Typed.Unary(expr.operator(), operand, Type.Bool.BOOL, expr.span());
            }
            case ADDRESS_OF -> pointers.addressOf(any(expr.operand()), expr.span());
            case DEREFERENCE -> pointers.dereference(value(expr.operand()), expr.span());
            case NEGATE, COMPLEMENT -> operators.unary(expr, value(expr.operand()));
        };
    }

    @Override
    public Typed.Expr increment(Ast.Increment expr) {
        if (expr.target() instanceof Ast.MapAccess access) {
            Type.Int by = expr.amount() > 0 ? Type.Int.INT64.asNatural() : Type.Int.INT64;
            Typed.Element element = maps.updated(access, by, expr.span());
            return element == null
                    ? new Typed.Invalid(expr.span())
                    : new Typed.IncrementMap(element, expr.amount(), expr.prefix(), expr.span());
        }
        Typed.Expr target = any(expr.target());
        if (!(target instanceof Typed.Variable variable)) {
            return new Typed.Invalid(expr.span());
        }
        int amount = expr.amount();
        if (variable.type() instanceof Type.Pointer pointer) {
            int stride = PointerRules.stride(pointer);
            if (stride == 0) {
                return pointers.unsized(pointer, expr.span());
            }
            amount *= stride;
        } else if (!(variable.type() instanceof Type.Int before)) {
            return context.error(
                    Code.OPERAND_TYPE,
                    expr.span(),
                    "The " + (amount > 0 ? "++" : "--") + " operator can not be used on a variable of type '"
                            + variable.type().text() + "'");
        } else if (variable.variable().declared()) {
            return branches.incrementDeclared(variable, before, expr);
        } else {
            Type.Int after = amount > 0 ? before.withBits(64) : Type.Int.of(64, before.signed());
            variable.variable().widen(after, context.inference());
        }
        return new Typed.IncrementVariable(variable.variable(), amount, expr.prefix(), expr.span());
    }

    @Override
    public Typed.Expr binary(Ast.Binary expr) {
        Ast.BinaryOperator operator = expr.operator();
        if (operator == Ast.BinaryOperator.AND_ALSO || operator == Ast.BinaryOperator.OR_ELSE) {
            return operators.logical(
                    operator == Ast.BinaryOperator.AND_ALSO,
                    condition(expr.left()),
                    condition(expr.right()),
                    expr.span());
        }
        Typed.Expr left = value(expr.left());
        Typed.Expr right = value(expr.right());
        return OperatorRules.isComparison(operator)
                ? operators.compare(operator, left, right, expr.span())
                : operators.arithmetic(operator, left, right, expr.span());
    }

    // ----------------------------------------------------------------------------------------------------- branches

    @Override
    public Typed.Expr conditional(Ast.Conditional expr) {
        return branches.conditional(expr);
    }

    @Override
    public Typed.Expr branch(Ast.IfExpression expr) {
        return branches.branch(expr);
    }

    @Override
    public Typed.Expr block(Ast.BlockExpression expr) {
        return branches.block(expr);
    }

    @Override
    public Typed.Expr comptime(Ast.Comptime expr) {
        return branches.comptime(expr);
    }

    // -------------------------------------------------------------------------------------------------------- types

    @Override
    public Typed.Expr cast(Ast.Cast expr) {
        Type to = types.of(expr.type());
        Typed.Expr operand = value(expr.operand());
        return to == null ? new Typed.Invalid(expr.span()) : casts.cast(to, operand, expr.span());
    }

    @Override
    public Typed.Expr sizeOf(Ast.SizeOf expr) {
        return introspection.sizeOf(expr);
    }

    @Override
    public Typed.Expr offsetOf(Ast.OffsetOf expr) {
        return introspection.offsetOf(expr);
    }

    @Override
    public Typed.Expr typeInfo(Ast.TypeInfo expr) {
        return introspection.typeInfo(expr);
    }

    @Override
    public Typed.Expr type(Ast.TypeExpr expr) {
        return context.error(
                Code.NO_VALUE,
                expr.span(),
                "'" + shorten(expr.span()) + "' is a type, and no value",
                "types stand in casts and declarations: (" + shorten(expr.span()) + ")x");
    }
}
