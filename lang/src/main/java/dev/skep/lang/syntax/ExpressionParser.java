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
    private int height;
    /** Whether a {@code /} may be the one that closes the predicate. */
    private boolean predicate;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
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

    Ast.Expr expression() {
        tokens.enter();
        int start = tokens.start();
        Ast.Expr condition = binary(1);
        if (tokens.at(TokenKind.QUESTION)) {
            int top = height;
            tokens.advance();
            if (tokens.at(TokenKind.COLON)) {
                throw tokens.unsupported("'?:' without a value between", tokens.tokenSpan(), "write the value twice");
            }
            Ast.Expr yes = expression();
            top = Math.max(top, height);
            tokens.expect(TokenKind.COLON);
            Ast.Expr no = expression();
            height = tokens.above(Math.max(top, height));
            condition = new Ast.Conditional(condition, yes, no, tokens.spanFrom(start));
        }
        tokens.leave();
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
            case STAR -> throw tokens.unsupported("reading through a pointer ('*')", tokens.tokenSpan());
            case AMPERSAND -> throw tokens.unsupported("taking an address ('&')", tokens.tokenSpan());
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
                    tokens.advanceToField();
                    Span field = tokens.tokenSpan();
                    String name = fieldName();
                    height = tokens.above(height);
                    expr = new Ast.Member(expr, name, field, tokens.spanFrom(start));
                }
                case LEFT_BRACKET -> throw tokens.unsupported("reading an array's element", tokens.tokenSpan());
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
        return switch (tokens.kind()) {
            // A field may be named like a word of the language.
            case IDENTIFIER, RESERVED, IF, ELSE, LET, TRUE, FALSE, INTEGER -> {
                String name = tokens.string();
                tokens.advance();
                yield name;
            }
            default -> throw tokens.expected("the name of a field");
        };
    }

    private Ast.Expr primary() {
        height = 1;
        return switch (tokens.kind()) {
            case INTEGER, STRING, TRUE, FALSE, POSITIONAL, VARIABLE -> leaf();
            case MAP -> map();
            case IDENTIFIER -> nameOrCall();
            case LEFT_PAREN -> parenthesized();
            case LEFT_BRACE -> throw tokens.unsupported("a block as a value", tokens.tokenSpan());
            case IF -> throw tokens.unsupported("'if' as a value", tokens.tokenSpan(), "write 'condition ? a : b'");
            case RESERVED -> throw tokens.unsupported("'" + tokens.string() + "'", tokens.tokenSpan());
            default -> throw tokens.expected("a value");
        };
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

    /** A grouping, a tuple or a cast. */
    private Ast.Expr parenthesized() {
        int start = tokens.start();
        tokens.advance();
        switch (tokens.kind()) {
            case RIGHT_PAREN -> {
                tokens.advance();
                return new Ast.Tuple(List.of(), tokens.spanFrom(start));
            }
            case RESERVED -> {
                if (isComposite(tokens.string())) {
                    throw tokens.unsupported("a cast to a struct, union or enum", tokens.tokenSpan());
                }
            }
            case IDENTIFIER -> {
                Ast.Expr cast = castOrNull(start);
                if (cast != null) {
                    return cast;
                }
            }
            default -> {}
        }
        boolean outer = predicate;
        predicate = false;
        Ast.Expr first = expression();
        if (!tokens.at(TokenKind.COMMA)) {
            closeParenthesis(first);
            predicate = outer;
            return first;
        }
        tokens.advance();
        if (tokens.accept(TokenKind.RIGHT_PAREN)) {
            predicate = outer;
            height = tokens.above(height);
            return new Ast.Tuple(List.of(first), tokens.spanFrom(start));
        }
        predicate = outer;
        List<Ast.Expr> elements = list(TokenKind.RIGHT_PAREN, first);
        return new Ast.Tuple(elements, tokens.spanFrom(start));
    }

    private void closeParenthesis(Ast.Expr inside) {
        if (tokens.at(TokenKind.ASSIGN) && inside instanceof Ast.Name) {
            throw tokens.unsupported("a record", tokens.tokenSpan(), "use a tuple: (1, \"a\"); '==' compares");
        }
        close(TokenKind.RIGHT_PAREN);
    }

    private static boolean isComposite(String word) {
        return word.equals("struct") || word.equals("union") || word.equals("enum");
    }

    /**
     * A cast: {@code (name)} with an operand behind it. What may also be an infix operator ({@code -}) makes a cast only
     * behind a type's name: {@code (pid) - 1} is a difference.
     */
    private Ast.@Nullable Expr castOrNull(int start) {
        String type = tokens.string();
        TokenKind following = tokens.following();
        if (following == TokenKind.STAR && IntegerTypes.isName(type)) {
            throw tokens.unsupported("a cast to a pointer", tokens.tokenSpan());
        }
        if (following != TokenKind.RIGHT_PAREN) {
            return null;
        }
        Ast.Name name = new Ast.Name(type, tokens.tokenSpan());
        tokens.advance();
        tokens.advance();
        boolean operand = switch (tokens.kind()) {
            case IDENTIFIER, VARIABLE, MAP, POSITIONAL, INTEGER, STRING, TRUE, FALSE -> true;
            case LEFT_PAREN, BANG, TILDE -> true;
            case MINUS, INCREMENT, DECREMENT, STAR, AMPERSAND -> IntegerTypes.isName(type);
            default -> false;
        };
        if (!operand) {
            return name;
        }
        tokens.enter();
        Ast.Expr value = unary();
        tokens.leave();
        height = tokens.above(height);
        return new Ast.Cast(type, name.span(), value, tokens.spanFrom(start));
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
