package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, by precedence climbing: conditional, binary operators, prefix operators and casts, postfix operators,
 * primaries. Each method leaves the height of the tree it built in {@link #height}.
 */
final class ExpressionParser {
    private final TokenStream tokens;
    private final TypeParser types;
    private final StatementParser statements;
    private int height;
    /** The height of the highest tree that was read since the innermost block began. */
    private int highest;
    /** Whether a {@code /} may be the one that closes the predicate. */
    private boolean predicate;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.types = new TypeParser(tokens, this);
        this.statements = new StatementParser(tokens, this, types);
    }

    TypeParser types() {
        return types;
    }

    StatementParser statements() {
        return statements;
    }

    /** The height of the expression that was read last. */
    int height() {
        return height;
    }

    /** Notes that a tree of this height stands in the block that is being read. */
    void contains(int tree) {
        highest = Math.max(highest, tree);
    }

    /** An expression between slashes: the slash that the body follows closes it, any other one divides. */
    Ast.Expr predicate() {
        predicate = true;
        try {
            return expression();
        } finally {
            predicate = false;
        }
    }

    /** An expression inside of brackets: no slash closes a predicate there. */
    Ast.Expr enclosed() {
        boolean outer = predicate;
        predicate = false;
        Ast.Expr expression = expression();
        predicate = outer;
        return expression;
    }

    Ast.Expr expression() {
        tokens.enter();
        int start = tokens.start();
        Ast.Expr condition = binary(1);
        if (tokens.at(TokenKind.QUESTION)) {
            int top = height;
            tokens.advance();
            Ast.Expr yes = null;
            if (!tokens.at(TokenKind.COLON)) {
                yes = expression();
                top = Math.max(top, height);
            }
            tokens.expect(TokenKind.COLON);
            Ast.Expr no = expression();
            height = tokens.above(Math.max(top, height));
            condition = new Ast.Conditional(condition, yes, no, tokens.spanFrom(start));
        }
        tokens.leave();
        contains(height);
        return condition;
    }

    private Ast.Expr binary(int lowest) {
        int start = tokens.start();
        Ast.Expr left = unary();
        while (true) {
            Ast.BinaryOperator operator = operator();
            if (operator == null || operator.precedence() < lowest) {
                return left;
            }
            int top = height;
            tokens.advance();
            Ast.Expr right = binary(operator.precedence() + 1);
            height = tokens.above(Math.max(top, height));
            left = new Ast.Binary(operator, left, right, tokens.spanFrom(start));
        }
    }

    private Ast.@Nullable BinaryOperator operator() {
        return switch (tokens.kind()) {
            case OR_OR -> Ast.BinaryOperator.OR_ELSE;
            case AND_AND -> Ast.BinaryOperator.AND_ALSO;
            case BAR -> Ast.BinaryOperator.OR;
            case CARET -> Ast.BinaryOperator.XOR;
            case AMPERSAND -> Ast.BinaryOperator.AND;
            case EQUAL -> Ast.BinaryOperator.EQUAL;
            case NOT_EQUAL -> Ast.BinaryOperator.NOT_EQUAL;
            case LESS -> Ast.BinaryOperator.LESS;
            case LESS_EQUAL -> Ast.BinaryOperator.LESS_EQUAL;
            case GREATER -> Ast.BinaryOperator.GREATER;
            case GREATER_EQUAL -> Ast.BinaryOperator.GREATER_EQUAL;
            case SHIFT_LEFT -> Ast.BinaryOperator.SHIFT_LEFT;
            case SHIFT_RIGHT -> Ast.BinaryOperator.SHIFT_RIGHT;
            case PLUS -> Ast.BinaryOperator.ADD;
            case MINUS -> Ast.BinaryOperator.SUBTRACT;
            case STAR -> Ast.BinaryOperator.MULTIPLY;
            case SLASH -> predicate && tokens.lexer().slashClosesPredicate() ? null : Ast.BinaryOperator.DIVIDE;
            case PERCENT -> Ast.BinaryOperator.MODULO;
            default -> null;
        };
    }

    private Ast.Expr unary() {
        return switch (tokens.kind()) {
            case MINUS -> prefixed(Ast.UnaryOperator.NEGATE);
            case BANG -> prefixed(Ast.UnaryOperator.NOT);
            case TILDE -> prefixed(Ast.UnaryOperator.COMPLEMENT);
            case INCREMENT -> incremented(1);
            case DECREMENT -> incremented(-1);
            case STAR -> prefixed(Ast.UnaryOperator.DEREFERENCE);
            case AMPERSAND -> prefixed(Ast.UnaryOperator.ADDRESS_OF);
            case COMPTIME -> comptime();
            case PLUS -> throw tokens.expected("a value", "there is no unary '+'");
            default -> postfix();
        };
    }

    private Ast.Expr incremented(int amount) {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr target = variable(unary(), amount);
        tokens.leave();
        height = tokens.above(height);
        return new Ast.Increment(target, amount, true, tokens.spanFrom(start));
    }

    private Ast.Expr comptime() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr operand = unary();
        tokens.leave();
        height = tokens.above(height);
        return new Ast.Comptime(operand, tokens.spanFrom(start));
    }

    private Ast.Expr prefixed(Ast.UnaryOperator operator) {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr operand = unary();
        tokens.leave();
        height = tokens.above(height);
        return new Ast.Unary(operator, operand, tokens.spanFrom(start));
    }

    /** What {@code ++} and {@code --} change. */
    private Ast.Expr variable(Ast.Expr target, int amount) {
        if (target instanceof Ast.Variable || target instanceof Ast.MapAccess) {
            return target;
        }
        throw tokens.fail(
                Code.UNEXPECTED_TOKEN,
                target.span(),
                "syntax error, '" + (amount > 0 ? "++" : "--") + "' changes a variable or a map, not a value");
    }

    private Ast.Expr postfix() {
        int start = tokens.start();
        Ast.Expr expr = primary();
        while (true) {
            switch (tokens.kind()) {
                case DOT, ARROW -> {
                    boolean arrow = tokens.at(TokenKind.ARROW);
                    tokens.advanceToField();
                    Span field = tokens.tokenSpan();
                    String name = fieldName();
                    height = tokens.above(height);
                    expr = new Ast.Member(expr, name, field, arrow, tokens.spanFrom(start));
                }
                case LEFT_BRACKET -> {
                    int top = height;
                    tokens.advance();
                    Ast.Expr index = enclosed();
                    close(TokenKind.RIGHT_BRACKET);
                    height = tokens.above(Math.max(top, height));
                    expr = new Ast.Index(expr, index, tokens.spanFrom(start));
                }
                case INCREMENT, DECREMENT -> {
                    int amount = tokens.at(TokenKind.INCREMENT) ? 1 : -1;
                    Ast.Expr target = variable(expr, amount);
                    tokens.advance();
                    height = tokens.above(height);
                    expr = new Ast.Increment(target, amount, false, tokens.spanFrom(start));
                }
                default -> {
                    return expr;
                }
            }
        }
    }

    private String fieldName() {
        // A field may be named like a word of the language.
        if (tokens.at(TokenKind.IDENTIFIER)
                || tokens.at(TokenKind.INTEGER)
                || tokens.kind().isKeyword()) {
            String name = tokens.string();
            tokens.advance();
            return name;
        }
        throw tokens.expected("the name of a field");
    }

    private Ast.Expr primary() {
        height = 1;
        return switch (tokens.kind()) {
            case INTEGER, STRING, TRUE, FALSE, POSITIONAL, VARIABLE -> leaf();
            case MAP -> map();
            case IDENTIFIER -> nameOrCall();
            case LEFT_PAREN -> parenthesized();
            case LEFT_BRACE, IF -> block();
            case SIZEOF, TYPEINFO -> ofType();
            case OFFSETOF -> offsetOf();
            case TYPEOF -> {
                TypeName type = types.typeOf();
                height = tokens.above(types.height());
                yield new Ast.TypeExpr(type, type.span());
            }
            default -> throw tokens.expected("a value");
        };
    }

    /** A block, or an {@code if}, as a value. */
    private Ast.Expr block() {
        boolean outerPredicate = predicate;
        int outerHighest = highest;
        predicate = false;
        highest = 0;
        Ast.Expr block = tokens.at(TokenKind.IF) ? statements.branchExpression() : statements.blockExpression();
        height = tokens.above(highest);
        highest = outerHighest;
        predicate = outerPredicate;
        return block;
    }

    /** {@code sizeof(...)} or {@code typeinfo(...)}. */
    private Ast.Expr ofType() {
        int start = tokens.start();
        boolean size = tokens.at(TokenKind.SIZEOF);
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PAREN);
        TypeName type = types.operand(TokenKind.RIGHT_PAREN);
        tokens.expect(TokenKind.RIGHT_PAREN);
        height = tokens.above(types.height());
        Span span = tokens.spanFrom(start);
        return size ? new Ast.SizeOf(type, span) : new Ast.TypeInfo(type, span);
    }

    private Ast.Expr offsetOf() {
        int start = tokens.start();
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PAREN);
        TypeName type = types.operand(TokenKind.COMMA);
        tokens.expect(TokenKind.COMMA);
        int from = tokens.start();
        List<String> fields = new ArrayList<>(1);
        fields.add(fieldName());
        while (tokens.at(TokenKind.DOT)) {
            tokens.advanceToField();
            fields.add(fieldName());
        }
        Span fieldsSpan = tokens.spanFrom(from);
        tokens.expect(TokenKind.RIGHT_PAREN);
        height = tokens.above(types.height());
        return new Ast.OffsetOf(type, fields, fieldsSpan, tokens.spanFrom(start));
    }

    private Ast.Expr leaf() {
        Span span = tokens.tokenSpan();
        Ast.Expr leaf = switch (tokens.kind()) {
            case INTEGER -> new Ast.IntegerLiteral(tokens.number(), span);
            case STRING -> new Ast.StringLiteral(tokens.string(), span);
            case TRUE -> new Ast.BoolLiteral(true, span);
            case FALSE -> new Ast.BoolLiteral(false, span);
            case POSITIONAL -> new Ast.Positional((int) tokens.number(), span);
            default -> new Ast.Variable(tokens.string(), span);
        };
        tokens.advance();
        return leaf;
    }

    private Ast.Expr map() {
        int start = tokens.start();
        String name = tokens.string();
        tokens.advance();
        if (!tokens.accept(TokenKind.LEFT_BRACKET)) {
            return new Ast.MapAccess(name, List.of(), tokens.spanFrom(start));
        }
        if (tokens.at(TokenKind.RIGHT_BRACKET)) {
            throw tokens.expected("a key", "a map without keys is written without brackets: " + name);
        }
        List<Ast.Expr> keys = list(TokenKind.RIGHT_BRACKET, null);
        return new Ast.MapAccess(name, keys, tokens.spanFrom(start));
    }

    private Ast.Expr nameOrCall() {
        String name = tokens.string();
        Span nameSpan = tokens.tokenSpan();
        int start = tokens.start();
        tokens.advance();
        if (!tokens.accept(TokenKind.LEFT_PAREN)) {
            return new Ast.Name(name, nameSpan);
        }
        if (tokens.accept(TokenKind.RIGHT_PAREN)) {
            return new Ast.Call(name, nameSpan, List.of(), tokens.spanFrom(start));
        }
        List<Ast.Expr> arguments = list(TokenKind.RIGHT_PAREN, null);
        return new Ast.Call(name, nameSpan, arguments, tokens.spanFrom(start));
    }

    /** A grouping, a tuple, a record or a cast. */
    private Ast.Expr parenthesized() {
        int start = tokens.start();
        tokens.advance();
        if (tokens.accept(TokenKind.RIGHT_PAREN)) {
            return new Ast.Tuple(List.of(), tokens.spanFrom(start));
        }
        if (types.startsWithTag() || types.isType(TokenKind.RIGHT_PAREN)) {
            return castOrValue(start);
        }
        if (tokens.at(TokenKind.IDENTIFIER) && tokens.following() == TokenKind.ASSIGN) {
            return record(start);
        }
        Ast.Expr first = enclosed();
        if (!tokens.at(TokenKind.COMMA)) {
            close(TokenKind.RIGHT_PAREN);
            return first;
        }
        tokens.advance();
        if (tokens.accept(TokenKind.RIGHT_PAREN)) {
            height = tokens.above(height);
            return new Ast.Tuple(List.of(first), tokens.spanFrom(start));
        }
        List<Ast.Expr> elements = list(TokenKind.RIGHT_PAREN, first);
        return new Ast.Tuple(elements, tokens.spanFrom(start));
    }

    private Ast.Expr record(int start) {
        List<Ast.RecordLiteral.NamedValue> fields = new ArrayList<>();
        int top = 0;
        do {
            if (!fields.isEmpty() && tokens.at(TokenKind.RIGHT_PAREN)) {
                break;
            }
            String name = tokens.string();
            Span nameSpan = tokens.tokenSpan();
            tokens.expect(TokenKind.IDENTIFIER);
            if (!tokens.accept(TokenKind.ASSIGN)) {
                throw tokens.expected(TokenKind.ASSIGN.text(), "every field of a record has a name: (a = 1, b = 2)");
            }
            fields.add(new Ast.RecordLiteral.NamedValue(name, nameSpan, enclosed()));
            top = Math.max(top, height);
        } while (tokens.accept(TokenKind.COMMA));
        tokens.expect(TokenKind.RIGHT_PAREN);
        height = tokens.above(top);
        return new Ast.RecordLiteral(fields, tokens.spanFrom(start));
    }

    /**
     * What begins with a type in parentheses: a cast if an operand stands behind it. What may also be an infix operator
     * ({@code -}) makes a cast only behind what is a type for sure: {@code (pid) - 1} is a difference.
     */
    private Ast.Expr castOrValue(int start) {
        TypeName type = types.type();
        int top = types.height();
        tokens.expect(TokenKind.RIGHT_PAREN);
        Ast.Expr value = asValue(type);
        boolean certain = value == null || isTypeForSure(elementName(type));
        boolean operand = switch (tokens.kind()) {
            case IDENTIFIER, VARIABLE, MAP, POSITIONAL, INTEGER, STRING, TRUE, FALSE -> true;
            case LEFT_PAREN, BANG, TILDE, SIZEOF, OFFSETOF, TYPEINFO, TYPEOF, COMPTIME -> true;
            case MINUS, INCREMENT, DECREMENT, STAR, AMPERSAND, LEFT_BRACE, IF -> certain;
            default -> value == null;
        };
        if (value != null && !operand) {
            height = top;
            return value;
        }
        tokens.enter();
        Ast.Expr of = unary();
        tokens.leave();
        height = tokens.above(Math.max(top, height));
        return new Ast.Cast(type, of, tokens.spanFrom(start));
    }

    /** What was read as a type, as the value that it may be too, or null. */
    private static Ast.@Nullable Expr asValue(TypeName type) {
        if (type instanceof TypeName.Named named) {
            return named.name().indexOf(' ') < 0 ? new Ast.Name(named.name(), named.span()) : null;
        }
        if (type instanceof TypeName.TypeOf) {
            return new Ast.TypeExpr(type, type.span());
        }
        List<Ast.Expr> indices = new ArrayList<>();
        TypeName object = type;
        while (object instanceof TypeName.Array array) {
            Ast.Expr index = array.count();
            if (index == null) {
                return null;
            }
            indices.add(index);
            object = array.element();
        }
        Ast.Expr value = indices.isEmpty() ? null : asValue(object);
        for (Ast.Expr index : indices) {
            value = value == null ? null : new Ast.Index(value, index, type.span());
        }
        return value;
    }

    /** Whether a name names a type and no value: nobody calls a builtin or a constant so. */
    private static boolean isTypeForSure(String name) {
        return switch (name) {
            case "bool", "buffer", "char", "inet", "int", "long", "short", "string", "unsigned", "void" -> true;
            case "s8", "s16", "s32", "s64", "u8", "u16", "u32", "u64" -> true;
            case "__s8", "__s16", "__s32", "__s64", "__u8", "__u16", "__u32", "__u64" -> true;
            default -> name.endsWith("_t") || IntegerTypes.isName(name);
        };
    }

    /** The name of the type that an array is of, or of the type itself; empty if it is no name. */
    private static String elementName(TypeName type) {
        TypeName element = type;
        while (element instanceof TypeName.Array array) {
            element = array.element();
        }
        return element instanceof TypeName.Named named ? named.name() : "";
    }

    /** Expressions with commas between, up to and with the closing token; {@code first} was read already. */
    private List<Ast.Expr> list(TokenKind closing, Ast.@Nullable Expr first) {
        boolean outer = predicate;
        predicate = false;
        List<Ast.Expr> all = new ArrayList<>(4);
        int top = 0;
        if (first != null) {
            all.add(first);
            top = height;
        }
        do {
            all.add(expression());
            top = Math.max(top, height);
        } while (tokens.accept(TokenKind.COMMA));
        close(closing);
        height = tokens.above(top);
        predicate = outer;
        return all;
    }

    private void close(TokenKind closing) {
        if (tokens.at(TokenKind.ASSIGN)) {
            throw tokens.expected(closing.text(), "'==' compares; '=' assigns, and is a statement of its own");
        }
        tokens.expect(closing);
    }
}
