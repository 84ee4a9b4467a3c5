package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks and statements. A broken statement is reported and skipped, so that one run finds several errors. */
final class StatementParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    /** Whether the block that is being read lacks its brace: a probe begins here. */
    private boolean abandoned;

    StatementParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /**
     * The body of a probe. Leaves the lexer behind the closing brace, without having read a token there: what follows has
     * other rules.
     */
    Ast.Block body() {
        abandoned = false;
        return block(true);
    }

    private Ast.Block block(boolean outermost) {
        int start = tokens.start();
        int errors = tokens.errors();
        tokens.enter();
        tokens.expect(TokenKind.LEFT_BRACE);
        List<Ast.Statement> statements = new ArrayList<>();
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            if (tokens.at(TokenKind.END)) {
                if (tokens.errors() == errors) {
                    throw tokens.expected(TokenKind.RIGHT_BRACE.text());
                }
                throw new SyntaxError();
            }
            int depth = tokens.depth();
            try {
                Ast.Statement statement = statement();
                if (statement != null) {
                    statements.add(statement);
                }
            } catch (SyntaxError reported) {
                if (abandoned) {
                    throw reported;
                }
                tokens.resetDepth(depth);
                skipStatement();
            }
        }
        tokens.leave();
        if (outermost) {
            tokens.finish();
        } else {
            tokens.advance();
        }
        return new Ast.Block(statements, tokens.spanFrom(start));
    }

    /** A statement with its separator, or null for a lone semicolon. */
    private Ast.@Nullable Statement statement() {
        return switch (tokens.kind()) {
            case SEMICOLON -> {
                tokens.advance();
                yield null;
            }
            case LEFT_BRACE -> {
                Ast.Block block = block(false);
                tokens.accept(TokenKind.SEMICOLON);
                yield block;
            }
            case IF -> {
                Ast.If branch = branch();
                tokens.accept(TokenKind.SEMICOLON);
                yield branch;
            }
            case LET -> terminated(declaration());
            case ELSE ->
                throw tokens.fail(
                        Code.UNEXPECTED_TOKEN,
                        tokens.tokenSpan(),
                        "syntax error, 'else' without an 'if' in front of it");
            case RESERVED -> throw tokens.unsupported("'" + tokens.string() + "'", tokens.tokenSpan());
            default -> terminated(simple());
        };
    }

    private Ast.Statement terminated(Ast.Statement statement) {
        if (tokens.accept(TokenKind.SEMICOLON) || tokens.at(TokenKind.RIGHT_BRACE)) {
            return statement;
        }
        SyntaxError missing = tokens.expected("';' or '}'");
        if (tokens.at(TokenKind.END) || !tokens.onNewLine()) {
            throw missing;
        }
        // A statement's line ended without its semicolon: nothing else is wrong, go on with the next.
        return statement;
    }

    private Ast.Declare declaration() {
        int start = tokens.start();
        tokens.advance();
        if (tokens.at(TokenKind.MAP)) {
            throw tokens.expected("a variable", "a map is declared outside the probes");
        }
        int variable = tokens.start();
        String name = tokens.string();
        tokens.expect(TokenKind.VARIABLE);
        Ast.Variable declared = new Ast.Variable(name, tokens.spanFrom(variable));
        if (tokens.at(TokenKind.COLON)) {
            throw tokens.unsupported(
                    "the type of a declaration", tokens.tokenSpan(), "cast the value: let $x = (uint64)0");
        }
        Ast.Expr value = tokens.accept(TokenKind.ASSIGN) ? expressions.expression() : null;
        return new Ast.Declare(declared, value, tokens.spanFrom(start));
    }

    private Ast.Statement simple() {
        int start = tokens.start();
        if (tokens.at(TokenKind.IDENTIFIER)) {
            checkForProbe();
        }
        Ast.Expr expr = expressions.expression();
        if (!isAssignment(tokens.kind())) {
            return new Ast.ExpressionStatement(expr, tokens.spanFrom(start));
        }
        if (!(expr instanceof Ast.Variable || expr instanceof Ast.MapAccess)) {
            throw tokens.fail(
                    Code.UNEXPECTED_TOKEN,
                    expr.span(),
                    "syntax error, only a variable ($x) or a map (@x) can be assigned to");
        }
        Ast.BinaryOperator operator = compound(tokens.kind());
        tokens.advance();
        Ast.Expr value = expressions.expression();
        return new Ast.Assign(expr, operator, value, tokens.spanFrom(start));
    }

    /** A name with a colon or a brace behind it is no statement: the block's closing brace is missing in front of a probe. */
    private void checkForProbe() {
        TokenKind following = tokens.following();
        if (following == TokenKind.COLON || following == TokenKind.LEFT_BRACE) {
            abandoned = true;
            throw tokens.expected(
                    TokenKind.RIGHT_BRACE.text(), "a probe seems to begin here: close the body in front of it");
        }
    }

    private Ast.If branch() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr condition = expressions.expression();
        if (tokens.at(TokenKind.ASSIGN)) {
            throw tokens.expected(TokenKind.LEFT_BRACE.text(), "'==' compares, '=' assigns");
        }
        Ast.Block then = block(false);
        Ast.Statement otherwise = null;
        if (tokens.accept(TokenKind.ELSE)) {
            otherwise = tokens.at(TokenKind.IF) ? branch() : block(false);
        }
        tokens.leave();
        return new Ast.If(condition, then, otherwise, tokens.spanFrom(start));
    }

    private static boolean isAssignment(TokenKind kind) {
        return kind == TokenKind.ASSIGN || compound(kind) != null;
    }

    private static Ast.@Nullable BinaryOperator compound(TokenKind kind) {
        return switch (kind) {
            case ADD_ASSIGN -> Ast.BinaryOperator.ADD;
            case SUBTRACT_ASSIGN -> Ast.BinaryOperator.SUBTRACT;
            case MULTIPLY_ASSIGN -> Ast.BinaryOperator.MULTIPLY;
            case DIVIDE_ASSIGN -> Ast.BinaryOperator.DIVIDE;
            case MODULO_ASSIGN -> Ast.BinaryOperator.MODULO;
            case AND_ASSIGN -> Ast.BinaryOperator.AND;
            case OR_ASSIGN -> Ast.BinaryOperator.OR;
            case XOR_ASSIGN -> Ast.BinaryOperator.XOR;
            case SHIFT_LEFT_ASSIGN -> Ast.BinaryOperator.SHIFT_LEFT;
            case SHIFT_RIGHT_ASSIGN -> Ast.BinaryOperator.SHIFT_RIGHT;
            default -> null;
        };
    }

    /** Skips to the end of a broken statement: behind its semicolon or its block, or in front of the brace that ends all. */
    private void skipStatement() {
        int braces = 0;
        while (!tokens.at(TokenKind.END)) {
            switch (tokens.kind()) {
                case LEFT_BRACE -> braces++;
                case RIGHT_BRACE -> {
                    if (braces == 0) {
                        return;
                    }
                    braces--;
                    tokens.advance();
                    if (braces == 0 && !tokens.at(TokenKind.ELSE)) {
                        tokens.accept(TokenKind.SEMICOLON);
                        return;
                    }
                    continue;
                }
                case SEMICOLON -> {
                    if (braces == 0) {
                        tokens.advance();
                        return;
                    }
                }
                default -> {}
            }
            tokens.advance();
        }
    }
}
