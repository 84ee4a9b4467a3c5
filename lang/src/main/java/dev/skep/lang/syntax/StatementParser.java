package dev.skep.lang.syntax;

import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks and statements. A broken statement is reported and skipped, so that one run finds several errors. */
final class StatementParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TypeParser types;
    /** Whether the block that is being read lacks its brace: a probe begins here. */
    private boolean abandoned;

    StatementParser(TokenStream tokens, ExpressionParser expressions, TypeParser types) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.types = types;
    }

    /**
     * The body of a probe or a function. Leaves the lexer behind the closing brace, without having read a token there: what
     * follows has other rules.
     */
    Ast.Block body() {
        abandoned = false;
        return block(true).asStatement();
    }

    /** The body of a macro, like {@link #body}. */
    Ast.BlockExpression macroBody() {
        abandoned = false;
        return block(true).asValue();
    }

    /** Whether the body that was read since the last call lacks its brace: the current token begins something else. */
    boolean takeAbandoned() {
        boolean taken = abandoned;
        abandoned = false;
        return taken;
    }

    /** A block as a value. */
    Ast.BlockExpression blockExpression() {
        return block(false).asValue();
    }

    /** An {@code if} as a value. */
    Ast.Expr branchExpression() {
        return branch(true).asValue();
    }

    private Draft.Block block(boolean outermost) {
        int start = tokens.start();
        int errors = tokens.errors();
        tokens.enter();
        tokens.expect(TokenKind.LEFT_BRACE);
        List<Ast.Statement> statements = new ArrayList<>();
        Draft last = null;
        while (!tokens.at(TokenKind.RIGHT_BRACE)) {
            if (tokens.at(TokenKind.END)) {
                if (tokens.errors() == errors) {
                    throw tokens.expected(TokenKind.RIGHT_BRACE.text());
                }
                throw new SyntaxError();
            }
            int depth = tokens.depth();
            try {
                Draft next = tokens.accept(TokenKind.SEMICOLON) ? null : statement();
                if (next != null && last != null) {
                    statements.add(last.asStatement());
                }
                last = next == null ? last : next;
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
        return new Draft.Block(statements, last, tokens.spanFrom(start));
    }

    /** A statement with its separator. */
    private Draft statement() {
        return switch (tokens.kind()) {
            case LEFT_BRACE -> unlessEnded(block(false));
            case IF -> unlessEnded(branch(false));
            case FOR -> unlessEnded(new Draft.Done(forLoop()));
            case WHILE -> unlessEnded(new Draft.Done(whileLoop()));
            case UNROLL -> unlessEnded(new Draft.Done(unroll()));
            case LET -> terminated(declaration());
            case BREAK, CONTINUE -> terminated(jump());
            case RETURN -> terminated(returned());
            case IMPORT -> terminated(imported());
            case ELSE ->
                throw tokens.fail(
                        Code.UNEXPECTED_TOKEN,
                        tokens.tokenSpan(),
                        "syntax error, 'else' without an 'if' in front of it");
            case MACRO, FN -> throw abandon();
            default -> simple();
        };
    }

    /** Behind a block a semicolon may stand, and makes a statement of what could be a value. */
    private Draft unlessEnded(Draft draft) {
        return tokens.accept(TokenKind.SEMICOLON) ? new Draft.Done(draft.asStatement()) : draft;
    }

    private Draft terminated(Ast.Statement statement) {
        terminate();
        return new Draft.Done(statement);
    }

    private void terminate() {
        if (tokens.accept(TokenKind.SEMICOLON) || tokens.at(TokenKind.RIGHT_BRACE)) {
            return;
        }
        SyntaxError missing = tokens.expected("';' or '}'");
        if (tokens.at(TokenKind.END) || !tokens.onNewLine()) {
            throw missing;
        }
        // A statement's line ended without its semicolon: nothing else is wrong, go on with the next.
    }

    private Ast.Declare declaration() {
        int start = tokens.start();
        tokens.advance();
        if (tokens.at(TokenKind.MAP)) {
            throw tokens.expected("a variable", "a map is declared outside the probes");
        }
        Ast.Variable declared = variable();
        TypeName type = tokens.accept(TokenKind.COLON) ? types.type() : null;
        Ast.Expr value = tokens.accept(TokenKind.ASSIGN) ? expressions.expression() : null;
        return new Ast.Declare(declared, type, value, tokens.spanFrom(start));
    }

    /** The variable that is declared here. */
    Ast.Variable variable() {
        int start = tokens.start();
        String name = tokens.string();
        tokens.expect(TokenKind.VARIABLE);
        return new Ast.Variable(name, tokens.spanFrom(start));
    }

    private Ast.Statement jump() {
        int start = tokens.start();
        boolean leaves = tokens.at(TokenKind.BREAK);
        tokens.advance();
        Span span = tokens.spanFrom(start);
        return leaves ? new Ast.Break(span) : new Ast.Continue(span);
    }

    private Ast.Return returned() {
        int start = tokens.start();
        tokens.advance();
        boolean alone = tokens.at(TokenKind.SEMICOLON) || tokens.at(TokenKind.RIGHT_BRACE);
        Ast.Expr value = alone ? null : expressions.expression();
        return new Ast.Return(value, tokens.spanFrom(start));
    }

    /** {@code import "path"}, without its semicolon. */
    Section.Import imported() {
        int start = tokens.start();
        tokens.advance();
        Ast.StringLiteral path = new Ast.StringLiteral(tokens.string(), tokens.tokenSpan());
        tokens.expect(TokenKind.STRING);
        return new Section.Import(path, tokens.spanFrom(start));
    }

    private Draft simple() {
        int start = tokens.start();
        if (tokens.at(TokenKind.IDENTIFIER)) {
            TokenKind following = tokens.following();
            if (following == TokenKind.COLON || following == TokenKind.LEFT_BRACE) {
                throw abandon();
            }
            if (following == TokenKind.ASSIGN && tokens.string().equals("_")) {
                tokens.advance();
                tokens.advance();
                Ast.Expr value = expressions.expression();
                return terminated(new Ast.Discard(value, tokens.spanFrom(start)));
            }
        }
        Ast.Expr expr = expressions.expression();
        if (!isAssignment(tokens.kind())) {
            Span span = tokens.spanFrom(start);
            if (tokens.at(TokenKind.RIGHT_BRACE)) {
                return new Draft.Value(expr, span);
            }
            return terminated(new Ast.ExpressionStatement(expr, span));
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
        return terminated(new Ast.Assign(expr, operator, value, tokens.spanFrom(start)));
    }

    /** Something begins here that stands outside of all blocks: this one's closing brace is missing in front of it. */
    private SyntaxError abandon() {
        abandoned = true;
        String what = tokens.at(TokenKind.IDENTIFIER) ? "probe" : tokens.at(TokenKind.FN) ? "function" : "macro";
        return tokens.expected(
                TokenKind.RIGHT_BRACE.text(), "a " + what + " seems to begin here: close the body in front of it");
    }

    private Draft.Branch branch(boolean isValue) {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr condition = condition();
        Draft.Block then = block(false);
        Draft otherwise = null;
        if (tokens.accept(TokenKind.ELSE)) {
            otherwise = tokens.at(TokenKind.IF) ? branch(isValue) : block(false);
        } else if (isValue) {
            throw tokens.expected(TokenKind.ELSE.text(), "an 'if' as a value needs one for the other case too");
        }
        tokens.leave();
        return new Draft.Branch(condition, then, otherwise, tokens.spanFrom(start));
    }

    private Ast.Expr condition() {
        Ast.Expr condition = expressions.expression();
        if (tokens.at(TokenKind.ASSIGN)) {
            throw tokens.expected(TokenKind.LEFT_BRACE.text(), "'==' compares, '=' assigns");
        }
        return condition;
    }

    // ------------------------------------------------------------------------------------------------------- loops

    private Ast.For forLoop() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        tokens.expect(TokenKind.LEFT_PAREN);
        Ast.Variable variable = variable();
        tokens.expect(TokenKind.COLON);
        int from = tokens.start();
        Ast.Expr first = expressions.expression();
        Ast.Iterated iterated;
        if (tokens.accept(TokenKind.RANGE)) {
            Ast.Expr to = expressions.expression();
            iterated = new Ast.Range(first, to, tokens.spanFrom(from));
        } else if (first instanceof Ast.MapAccess map && map.keys().isEmpty()) {
            iterated = new Ast.Elements(map);
        } else if (tokens.at(TokenKind.RIGHT_PAREN)) {
            throw tokens.fail(
                    Code.UNEXPECTED_TOKEN,
                    first.span(),
                    "syntax error, a 'for' goes through a map or a range, not through a value",
                    "write: for ($kv : @map) { } or for ($i : 0..10) { }");
        } else {
            throw tokens.expected(TokenKind.RANGE.text());
        }
        tokens.expect(TokenKind.RIGHT_PAREN);
        Ast.Block body = block(false).asStatement();
        tokens.leave();
        return new Ast.For(variable, iterated, body, tokens.spanFrom(start));
    }

    private Ast.While whileLoop() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr condition = condition();
        Ast.Block body = block(false).asStatement();
        tokens.leave();
        return new Ast.While(condition, body, tokens.spanFrom(start));
    }

    private Ast.Unroll unroll() {
        int start = tokens.start();
        tokens.enter();
        tokens.advance();
        Ast.Expr count = expressions.expression();
        Ast.Block body = block(false).asStatement();
        tokens.leave();
        return new Ast.Unroll(count, body, tokens.spanFrom(start));
    }

    // ----------------------------------------------------------------------------------------------------- symbols

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
